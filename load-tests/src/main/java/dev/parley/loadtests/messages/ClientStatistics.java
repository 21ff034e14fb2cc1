package dev.parley.loadtests.messages;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the clients know of every message and of themselves. On the clients' event loop only. */
final class ClientStatistics {

    private final Map<String, MessageTrace> traces = new HashMap<>();
    private final LatencyBySecond latencies = new LatencyBySecond();
    private final SortedMap<String, Long> refused = new TreeMap<>();
    private int phase;
    private boolean isCounting;
    private long retries;
    private long liveRepeats;
    private long conflicts;
    private long reordered;
    private long falseOffline;
    private long resyncs;
    private long connectionsLost;
    private long longestSilenceNanos;

    /** While true, every user is connected or is about to be, and an announcement that one is offline is false. */
    void count(boolean on) {
        isCounting = on;
    }

    /** Of the messages that were due at a time. */
    LatencyBySecond latencies() {
        return latencies;
    }

    /** Messages that are acknowledged from now on belong to this phase of the drill. */
    void startPhase(int next) {
        phase = next;
    }

    /** The sender was told that the message is stored. @param clientMessageId unique among all senders */
    void acknowledged(String clientMessageId) {
        trace(clientMessageId).acknowledged(phase, System.nanoTime());
    }

    /** A participant received it for the first time. */
    void received(String clientMessageId, boolean live) {
        if (live) {
            trace(clientMessageId).receivedLive();
        }
    }

    /** A participant can show it: every earlier message of the chat has arrived as well. */
    void shown(String clientMessageId) {
        trace(clientMessageId).shown(System.nanoTime());
    }

    private MessageTrace trace(String clientMessageId) {
        return traces.computeIfAbsent(clientMessageId, id -> new MessageTrace());
    }

    /** The sender had no acknowledgement and sends again. */
    void retried() {
        retries++;
    }

    /** One connection received the same message twice. */
    void repeatedLive() {
        liveRepeats++;
    }

    /** Two messages came under one number. */
    void conflict() {
        conflicts++;
    }

    /** A message arrived after a later one on the same connection. */
    void reordered() {
        reordered++;
    }

    void announcedOffline() {
        falseOffline += isCounting ? 1 : 0;
    }

    void resync() {
        resyncs++;
    }

    void connectionLost() {
        connectionsLost += isCounting ? 1 : 0;
    }

    void refused(String code) {
        refused.merge(code, 1L, Long::sum);
    }

    void silence(long nanos) {
        if (isCounting) {
            longestSilenceNanos = Math.max(longestSilenceNanos, nanos);
        }
    }

    Set<String> acknowledged() {
        return traces.entrySet().stream()
                .filter(each -> each.getValue().isAcknowledged())
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** How many acknowledged messages both participants can show. */
    long shownToBoth() {
        return acknowledgedTraces().stream().filter(MessageTrace::isShownToBoth).count();
    }

    Phase ofPhase(int number) {
        return Phase.of(acknowledgedTraces().stream()
                .filter(trace -> trace.phase() == number)
                .toList());
    }

    private Collection<MessageTrace> acknowledgedTraces() {
        return traces.values().stream().filter(MessageTrace::isAcknowledged).toList();
    }

    /**
     * The acknowledged messages of a phase.
     *
     * @param live that both participants received live
     * @param longestMs from the acknowledgement until both participants can show it
     */
    record Phase(long acknowledged, long live, long shownToBoth, long longestMs) {

        private static Phase of(Collection<MessageTrace> traces) {
            return new Phase(
                    traces.size(),
                    traces.stream().filter(MessageTrace::isLiveForBoth).count(),
                    traces.stream().filter(MessageTrace::isShownToBoth).count(),
                    traces.stream()
                            .filter(MessageTrace::isShownToBoth)
                            .mapToLong(MessageTrace::millisUntilShown)
                            .max()
                            .orElse(0));
        }
    }

    Counts counts() {
        return new Counts(
                retries,
                liveRepeats,
                conflicts,
                reordered,
                falseOffline,
                resyncs,
                connectionsLost,
                new TreeMap<>(refused),
                longestSilenceNanos / 1_000_000);
    }

    /** @param refused messages, by the code of the refusal */
    record Counts(
            long retries,
            long liveRepeats,
            long conflicts,
            long reordered,
            long falseOffline,
            long resyncs,
            long connectionsLost,
            SortedMap<String, Long> refused,
            long longestSilenceMs) {}
}
