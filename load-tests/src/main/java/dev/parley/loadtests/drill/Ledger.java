package dev.parley.loadtests.drill;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What happened to every message and every client, as the clients know it. On the clients' event loop only. */
final class Ledger {

    private final Map<String, Long> acknowledged = new HashMap<>();
    private final Set<String> seenLive = new HashSet<>();
    private final Set<String> seenInHistory = new HashSet<>();
    private final Set<String> before = new HashSet<>();
    private boolean isWatching;
    private long sentAgain;
    private long heardTwice;
    private long falseOffline;
    private long resyncs;
    private long connectionsLost;
    private final SortedMap<String, Long> refused = new TreeMap<>();
    private long longestSilenceNanos;

    /** From now on everybody is there, and whoever is announced offline is so falsely. */
    void watch(boolean from) {
        isWatching = from;
    }

    boolean isWatching() {
        return isWatching;
    }

    /** What is acknowledged from now on counts as said afterwards. */
    void allIsWell() {
        before.addAll(acknowledged.keySet());
    }

    /** The sender was told that it is stored. @param clientMessageId unique among all senders */
    void acknowledged(String clientMessageId, long seq) {
        acknowledged.put(clientMessageId, seq);
    }

    /** Its sender had no answer, and sent it once more. */
    void sentAgain() {
        sentAgain++;
    }

    /** The other participant has it. */
    void seen(String clientMessageId, boolean live) {
        (live ? seenLive : seenInHistory).add(clientMessageId);
    }

    void heardTwice() {
        heardTwice++;
    }

    void announcedOffline() {
        if (isWatching) {
            falseOffline++;
        }
    }

    void resync() {
        resyncs++;
    }

    void connectionLost() {
        if (isWatching) {
            connectionsLost++;
        }
    }

    void refused(String code) {
        refused.merge(code, 1L, Long::sum);
    }

    void silence(long nanos) {
        if (isWatching) {
            longestSilenceNanos = Math.max(longestSilenceNanos, nanos);
        }
    }

    Map<String, Long> acknowledged() {
        return Map.copyOf(acknowledged);
    }

    /** How many of these messages the other participant has seen, live or in the history. */
    long seenOf(Set<String> messages) {
        return messages.stream()
                .filter(id -> seenLive.contains(id) || seenInHistory.contains(id))
                .count();
    }

    /** How many messages were acknowledged since all is well, and how many of these were heard live. */
    Afterwards afterwards() {
        Set<String> since = new HashSet<>(acknowledged.keySet());
        since.removeAll(before);
        return new Afterwards(
                since.size(), since.stream().filter(seenLive::contains).count());
    }

    record Afterwards(long acknowledged, long heardLive) {}

    Counts counts() {
        return new Counts(
                seenLive.size(),
                sentAgain,
                heardTwice,
                falseOffline,
                resyncs,
                connectionsLost,
                new TreeMap<>(refused),
                longestSilenceNanos / 1_000_000);
    }

    /**
     * @param seenLive by the other participant at once, without having to ask
     * @param refused messages, by the code of the refusal
     */
    record Counts(
            long seenLive,
            long sentAgain,
            long heardTwice,
            long falseOffline,
            long resyncs,
            long connectionsLost,
            SortedMap<String, Long> refused,
            long longestSilenceMs) {}
}
