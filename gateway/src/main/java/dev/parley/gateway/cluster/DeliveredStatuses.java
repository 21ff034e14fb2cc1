package dev.parley.gateway.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.parley.gateway.rooms.BroadcastTarget;
import dev.parley.gateway.socketio.EncodedPacket;
import dev.parley.gateway.wire.WireEvents;
import java.time.Duration;
import java.util.List;

/**
 * The changes of presence that this node has delivered lately. When a node dies, another announces its last changes again, because it
 * cannot know which of them were heard; with this each socket hears a change once. Any thread.
 */
final class DeliveredStatuses {
    private static final byte[] START = PacketEvents.startOf(WireEvents.USER_STATUS_CHANGED.name());
    private static final int MAX = 50_000;
    /** Longer than it takes to declare a node dead and to announce for it. */
    private static final Duration REMEMBERED = Duration.ofSeconds(30);

    private record Recipients(List<String> rooms, String userId) {}

    private final Cache<Recipients, Long> versions =
            Caffeine.newBuilder().maximumSize(MAX).expireAfterWrite(REMEMBERED).build();

    /** Whether this change, or a later one of the same user, was delivered to the same rooms. Notes it if not. */
    boolean isRepeated(BroadcastTarget target, EncodedPacket packet) {
        return PacketEvents.begins(packet, START)
                && PacketEvents.read(packet)
                        .map(event -> isRepeated(target, event.path(PacketEvents.FIRST_ARGUMENT)))
                        .orElse(false);
    }

    /** A change in another form, without a version, is never repeated. */
    private boolean isRepeated(BroadcastTarget target, JsonNode change) {
        long version = change.path("version").asLong();
        if (version == 0) {
            return false;
        }
        boolean[] repeated = new boolean[1];
        versions.asMap()
                .compute(new Recipients(target.rooms(), change.path("userId").asText()), (recipients, newest) -> {
                    repeated[0] = newest != null && newest >= version;
                    return repeated[0] ? newest : Long.valueOf(version);
                });
        return repeated[0];
    }
}
