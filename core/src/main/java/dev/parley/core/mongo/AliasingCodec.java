package dev.parley.core.mongo;

import java.util.List;
import java.util.Map;
import org.bson.BsonReader;
import org.bson.BsonValue;
import org.bson.BsonWriter;
import org.bson.Document;
import org.bson.codecs.CollectibleCodec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.DocumentCodec;
import org.bson.codecs.EncoderContext;
import org.bson.codecs.configuration.CodecRegistry;

/** Adds aliases to documents that are inserted. Documents inside others, and those of updates, are written as they are. */
final class AliasingCodec implements CollectibleCodec<Document> {
    private final Map<String, List<String>> aliases;
    private final DocumentCodec documents;

    AliasingCodec(Map<String, List<String>> aliases, CodecRegistry registry) {
        this.aliases = aliases;
        this.documents = new DocumentCodec(registry);
    }

    @Override
    public void encode(BsonWriter writer, Document document, EncoderContext context) {
        documents.encode(writer, context.isEncodingCollectibleDocument() ? withAliases(document) : document, context);
    }

    /** A field that the document has stays as it is. */
    Document withAliases(Document document) {
        Document both = new Document(document);
        aliases.forEach((alias, fields) -> {
            if (fields.stream().allMatch(document::containsKey)) {
                both.putIfAbsent(alias, value(document, fields));
            }
        });
        return both;
    }

    private static Object value(Document document, List<String> fields) {
        return fields.size() == 1
                ? document.get(fields.get(0))
                : fields.stream().map(document::get).toList();
    }

    @Override
    public Document decode(BsonReader reader, DecoderContext context) {
        return documents.decode(reader, context);
    }

    @Override
    public Class<Document> getEncoderClass() {
        return Document.class;
    }

    @Override
    public Document generateIdIfAbsentFromDocument(Document document) {
        return documents.generateIdIfAbsentFromDocument(document);
    }

    @Override
    public boolean documentHasId(Document document) {
        return documents.documentHasId(document);
    }

    @Override
    public BsonValue getDocumentId(Document document) {
        return documents.getDocumentId(document);
    }
}
