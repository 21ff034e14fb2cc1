package dev.parley.core.mongo;

import com.mongodb.client.MongoCollection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.bson.Document;
import org.bson.codecs.configuration.CodecRegistries;

/**
 * An application's own names for fields of Parley's documents. Documents that Parley creates have both, so that the application's code finds
 * them. Nothing is read by these names.
 *
 * @param byCollection for each collection the application's fields, each with the field of Parley's whose value it has, or with several
 *     for a list of their values
 */
public record FieldAliases(Map<String, Map<String, List<String>>> byCollection) {
    public static final FieldAliases NONE = new FieldAliases(Map.of());

    private static final Map<String, Set<String>> FIELDS = Map.of(
            "messages",
            Set.of(
                    "chatId",
                    "seq",
                    "sender",
                    "receiver",
                    "content",
                    "messageType",
                    "media",
                    "delivered",
                    "isRead",
                    "createdAt"),
            "chats",
            Set.of("client", "provider", "stage", "status", "createdAt", "updatedAt"),
            "notifications",
            Set.of("userId", "type", "title", "body", "data", "delivered", "isRead", "createdAt"));

    /** Throws {@link IllegalArgumentException} for a collection or field that Parley does not create, and for an alias that is one. */
    public FieldAliases {
        byCollection = Map.copyOf(byCollection);
        byCollection.forEach(FieldAliases::check);
    }

    private static void check(String collection, Map<String, List<String>> aliases) {
        Set<String> fields = FIELDS.getOrDefault(collection, Set.of());
        if (fields.isEmpty()) {
            throw new IllegalArgumentException("aliases has no collection " + collection + "; it is one of "
                    + String.join(", ", new TreeSet<>(FIELDS.keySet())));
        }
        aliases.forEach((alias, named) -> {
            if (alias.isBlank()
                    || alias.startsWith("$")
                    || alias.startsWith("_")
                    || alias.contains(".")
                    || fields.contains(alias)) {
                throw new IllegalArgumentException("aliases." + collection + ": " + alias + " cannot be an alias");
            }
            if (named.isEmpty() || !fields.containsAll(named)) {
                throw new IllegalArgumentException("aliases." + collection + "." + alias + " must name fields of "
                        + String.join(", ", new TreeSet<>(fields)));
            }
        });
    }

    MongoCollection<Document> applied(MongoCollection<Document> collection) {
        return Optional.ofNullable(byCollection.get(collection.getNamespace().getCollectionName()))
                .map(aliases -> collection.withCodecRegistry(CodecRegistries.fromRegistries(
                        CodecRegistries.fromCodecs(new AliasingCodec(aliases, collection.getCodecRegistry())),
                        collection.getCodecRegistry())))
                .orElse(collection);
    }
}
