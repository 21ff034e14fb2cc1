package dev.parley.core.migration;

import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Projections.include;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import dev.parley.core.id.UserId;
import dev.parley.core.user.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.Document;

/** Finds out who is the client and who the provider of a chat. */
final class ChatSides {
    private final MongoCollection<Document> users;
    private final SideRules rules;

    ChatSides(MongoDatabase database, SideRules rules) {
        this.users = database.getCollection("users");
        this.rules = rules;
    }

    /** Those that the chat has, or else the two of its {@code participants}. */
    Optional<Sides> of(Document chat) {
        Optional<UserId> client = StoredIds.user(chat.get("client"));
        Optional<UserId> provider = StoredIds.user(chat.get("provider"));
        return client.isPresent() && provider.isPresent()
                ? Optional.of(new Sides(client.get(), provider.get()))
                : decided(chat);
    }

    static boolean areIn(Document chat) {
        return chat.get("client") != null && chat.get("provider") != null;
    }

    private Optional<Sides> decided(Document chat) {
        List<UserId> two = participants(chat);
        if (two.size() != 2 || two.get(0).equals(two.get(1))) {
            return Optional.empty();
        }
        Map<UserId, String> words = words(two);
        return rules.sideOfFirst(two.stream()
                        .map(user -> Optional.ofNullable(words.get(user)))
                        .toList())
                .map(side ->
                        side == Role.CLIENT ? new Sides(two.get(0), two.get(1)) : new Sides(two.get(1), two.get(0)));
    }

    private static List<UserId> participants(Document chat) {
        Object named = chat.get("participants") instanceof List<?> list ? list : chat.get("members");
        List<UserId> users = new ArrayList<>();
        if (named instanceof List<?> list) {
            list.forEach(each -> StoredIds.user(each).ifPresent(users::add));
        }
        return users;
    }

    private Map<UserId, String> words(List<UserId> two) {
        List<Object> ids = new ArrayList<>();
        two.forEach(user -> ids.addAll(StoredIds.forms(user)));
        Map<UserId, String> words = new HashMap<>();
        for (Document user : users.find(in("_id", ids)).projection(include("role"))) {
            if (user.get("role") instanceof String word) {
                StoredIds.user(user.get("_id")).ifPresent(id -> words.put(id, word));
            }
        }
        return words;
    }
}
