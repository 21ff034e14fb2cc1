package dev.parley.gateway.cluster;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Notices peers that were killed or cut off: their canaries stop, while this node receives its own, or count from 1 again. Such a peer
 * may have acknowledged messages that it did not publish. Confined to one thread.
 */
final class SilentPeers {
    /** Seconds in which a peer's canaries may be late. */
    private static final int SILENT_AFTER = 4;
    /** A peer that is cut off, but alive, may acknowledge messages meanwhile. */
    private static final int AGAIN_AFTER = 12;

    /** What a peer acknowledges it publishes at once, and a canary a second. */
    private static final int OVERLAP_SECONDS = 3;

    /** @param heardAt when this canary was received */
    record Heard(long number, Instant heardAt) {}

    private record Watched(Heard last, int silentFor) {}

    private final String self;
    private final Map<String, Watched> watched = new HashMap<>();

    SilentPeers(String self) {
        this.self = self;
    }

    /**
     * Called once a second. Returns since when messages of a peer may be missing here; empty when no peer has just been found silent.
     *
     * @param heard by node the last canary that this node received, its own among them
     */
    Optional<Instant> check(Map<String, Heard> heard) {
        watched.keySet().retainAll(heard.keySet());
        boolean hearsItself = step(self, heard.get(self)) == 0;
        return heard.keySet().stream()
                .filter(node -> hearsItself && !node.equals(self))
                .flatMap(peer -> missingSince(peer, heard.get(peer)).stream())
                .min(Comparator.naturalOrder());
    }

    private Optional<Instant> missingSince(String peer, Heard last) {
        Watched before = watched.get(peer);
        int silentFor = step(peer, last);
        boolean hasRestarted = before != null && last.number() < before.last().number();
        boolean isSilent = silentFor == SILENT_AFTER || silentFor == AGAIN_AFTER;
        return hasRestarted || isSilent
                ? Optional.of((hasRestarted ? before.last() : last).heardAt().minusSeconds(OVERLAP_SECONDS))
                : Optional.empty();
    }

    /** Returns for how many checks the node has been silent. */
    private int step(String node, Heard last) {
        if (last == null) {
            return 1;
        }
        Watched before = watched.get(node);
        int silentFor = before != null && before.last().equals(last) ? before.silentFor() + 1 : 0;
        watched.put(node, new Watched(last, silentFor));
        return silentFor;
    }
}
