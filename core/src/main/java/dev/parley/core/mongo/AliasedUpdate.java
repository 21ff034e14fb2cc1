package dev.parley.core.mongo;

import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.codecs.configuration.CodecRegistry;
import org.bson.conversions.Bson;

/**
 * An update that changes the aliases of fields together with the fields.
 *
 * @param aliases of a collection, each with its fields; an alias of several fields stays as it is, since those do not change
 */
record AliasedUpdate(Bson update, Map<String, List<String>> aliases) implements Bson {

    @Override
    public <D> BsonDocument toBsonDocument(Class<D> documentClass, CodecRegistry registry) {
        BsonDocument both = update.toBsonDocument(documentClass, registry);
        both.values().forEach(operator -> addAliases(operator.asDocument()));
        return both;
    }

    private void addAliases(BsonDocument fields) {
        aliases.forEach((alias, named) -> {
            BsonValue value = named.size() == 1 ? fields.get(named.get(0)) : null;
            if (value != null) {
                fields.put(alias, value);
            }
        });
    }
}
