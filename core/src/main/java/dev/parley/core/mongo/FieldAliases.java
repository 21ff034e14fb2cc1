package dev.parley.core.mongo;

import com.mongodb.client.MongoCollection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.bson.Document;
import org.bson.codecs.configuration.CodecRegistries;
import org.bson.conversions.Bson;

/**
 * An application's own names for fields of Parley's documents. Documents that Parley creates have both, and a field that it changes later
 * changes under both names, so that the application's code finds them. Nothing is read by these names.
 *
 * @param byCollection for each collection the application's fields, each with the field of Parley's whose value it has, or with several
 *     for a list of their values
 */
public record FieldAliases(Map<String, Map<String, List<String>>> byCollection) {
    public static final FieldAliases NONE = new FieldAliases(Map.of());

    private static final Map<String, Set<String>> CHANGING = Map.of(
            "messages", Set.of("delivered", "isRead"),
            "chats", Set.of("stage", "status", "updatedAt"),
            "notifications", Set.of("delivered", "isRead"));
    private static final Map<String, Set<String>> CONSTANT = Map.of(
            "messages", Set.of("chatId", "seq", "sender", "receiver", "content", "messageType", "media", "createdAt"),
            "chats", Set.of("client", "provider", "createdAt"),
            "notifications", Set.of("userId", "type", "title", "body", "data", "createdAt"));
    /** Parley's other fields, by which it works. */
    private static final Map<String, Set<String>> INTERNAL = Map.of(
            "messages",
            Set.of(
                    "clientMessageId",
                    "data",
                    "masked",
                    "deliveredAt",
                    "readAt",
                    "chatSeq",
                    "attempt",
                    "receiverSeq",
                    "inARow",
                    "systemSeq",
                    OutboxMarks.FIELD),
            "chats",
            Set.of(
                    "context",
                    "openKey",
                    "lastSeq",
                    "lastMessage",
                    "readSeq",
                    "startedBy",
                    "startedAt",
                    ChatChanger.NOTES,
                    OutboxMarks.FIELD,
                    OutboxMarks.CHANGE),
            "notifications",
            Set.of("deliveredAt", "deliveryClaim", "readAt", "expiresAt", "parleyExpiresAt", OutboxMarks.FIELD));

    /** Throws {@link IllegalArgumentException} for a collection or field that Parley does not create, and for an alias that is one. */
    public FieldAliases {
        byCollection = Map.copyOf(byCollection);
        byCollection.forEach(FieldAliases::check);
    }

    private static void check(String collection, Map<String, List<String>> aliases) {
        if (!CONSTANT.containsKey(collection)) {
            throw new IllegalArgumentException("aliases has no collection " + collection + "; it is one of "
                    + String.join(", ", new TreeSet<>(CONSTANT.keySet())));
        }
        Set<String> changing = CHANGING.get(collection);
        Set<String> fields = new TreeSet<>(CONSTANT.get(collection));
        fields.addAll(changing);
        aliases.forEach((alias, named) -> {
            if (alias.isBlank()
                    || alias.startsWith("$")
                    || alias.startsWith("_")
                    || alias.contains(".")
                    || fields.contains(alias)
                    || INTERNAL.get(collection).contains(alias)) {
                throw new IllegalArgumentException("aliases." + collection + ": " + alias + " cannot be an alias");
            }
            if (named.isEmpty() || !fields.containsAll(named)) {
                throw new IllegalArgumentException(
                        "aliases." + collection + "." + alias + " must name fields of " + String.join(", ", fields));
            }
            if (named.size() > 1 && named.stream().anyMatch(changing::contains)) {
                throw new IllegalArgumentException("aliases." + collection + "." + alias
                        + " cannot list fields that change: " + String.join(", ", new TreeSet<>(changing)));
            }
        });
    }

    Bson applied(String collection, Bson update) {
        Map<String, List<String>> aliases = byCollection.get(collection);
        return aliases == null ? update : new AliasedUpdate(update, aliases);
    }

    MongoCollection<Document> applied(MongoCollection<Document> collection) {
        return Optional.ofNullable(byCollection.get(collection.getNamespace().getCollectionName()))
                .map(aliases -> collection.withCodecRegistry(CodecRegistries.fromRegistries(
                        CodecRegistries.fromCodecs(new AliasingCodec(aliases, collection.getCodecRegistry())),
                        collection.getCodecRegistry())))
                .orElse(collection);
    }
}
