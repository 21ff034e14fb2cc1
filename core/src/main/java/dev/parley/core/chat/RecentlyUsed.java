package dev.parley.core.chat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A bounded map that forgets the entry that was used longest ago. Thread-safe. */
public final class RecentlyUsed<K, V> {
    private final int max;
    private final Map<K, V> entries = new LinkedHashMap<>(16, 0.75f, true);

    /** @param max number of entries that are kept */
    public RecentlyUsed(int max) {
        this.max = max;
    }

    public synchronized Optional<V> get(K key) {
        return Optional.ofNullable(entries.get(key));
    }

    public synchronized void put(K key, V value) {
        entries.put(key, value);
        if (entries.size() > max) {
            entries.remove(entries.keySet().iterator().next());
        }
    }

    /** Whether the key was not there before. */
    public synchronized boolean add(K key, V value) {
        boolean isNew = !entries.containsKey(key);
        put(key, value);
        return isNew;
    }
}
