package dev.parley.core.chat;

import dev.parley.core.id.ChatId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What this node remembers of the chats it has lately had to do with; the ones that rested longest are forgotten. Thread-safe. */
public final class RecentChats<V> {
    private final int max;
    private final Map<ChatId, V> remembered = new LinkedHashMap<>(16, 0.75f, true);

    /** @param max how many chats are remembered */
    public RecentChats(int max) {
        this.max = max;
    }

    public synchronized Optional<V> get(ChatId chat) {
        return Optional.ofNullable(remembered.get(chat));
    }

    public synchronized void put(ChatId chat, V value) {
        remembered.put(chat, value);
        if (remembered.size() > max) {
            remembered.remove(remembered.keySet().iterator().next());
        }
    }
}
