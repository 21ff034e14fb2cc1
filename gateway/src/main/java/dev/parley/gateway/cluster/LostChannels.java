package dev.parley.gateway.cluster;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The channels on which messages were lost before they were published. Bounded: beyond a thousand the namespace's channel, which
 * every node reads, stands for all of them. Any thread.
 */
final class LostChannels {
    private static final int MAX_CHANNELS = 1_000;

    /** @param since the {@code System.nanoTime()} at which the first lost message was emitted */
    record Lost(List<String> channels, long since) {}

    private final Set<String> channels = new LinkedHashSet<>();
    private long since;

    synchronized boolean isEmpty() {
        return channels.isEmpty();
    }

    synchronized void add(String channel, long emitted) {
        if (channels.isEmpty() || emitted - since < 0) {
            since = emitted;
        }
        if (channels.contains(ClusterFrames.NAMESPACE_CHANNEL)) {
            return;
        }
        if (channels.size() == MAX_CHANNELS || channel.equals(ClusterFrames.NAMESPACE_CHANNEL)) {
            channels.clear();
            channels.add(ClusterFrames.NAMESPACE_CHANNEL);
        } else {
            channels.add(channel);
        }
    }

    /** Removes and returns the channels that match, at most {@code limit}; empty when none does. */
    synchronized Optional<Lost> take(Predicate<String> matches, int limit) {
        List<String> taken = channels.stream().filter(matches).limit(limit).toList();
        taken.forEach(channels::remove);
        return taken.isEmpty() ? Optional.empty() : Optional.of(new Lost(taken, since));
    }
}
