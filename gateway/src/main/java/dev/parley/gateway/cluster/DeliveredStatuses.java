package dev.parley.gateway.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.parley.gateway.rooms.BroadcastTarget;
import dev.parley.gateway.socketio.EncodedPacket;
import dev.parley.gateway.wire.WireEvents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * The changes of presence that this node has delivered lately. When a node dies, another announces its last changes again, because it
 * cannot know which of them were heard; with this each socket hears a change once. Any thread.
 */
final class DeliveredStatuses {
    private static final byte[] START =
            ("42[\"" + WireEvents.USER_STATUS_CHANGED.name() + "\",").getBytes(StandardCharsets.US_ASCII);
    /** {@code 42}: Engine.IO message, Socket.IO event. */
    private static final int EVENT_HEADER = 2;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX = 50_000;
    /** Longer than it takes to declare a node dead and to announce for it. */
    private static final Duration REMEMBERED = Duration.ofSeconds(30);

    private record Recipients(List<String> rooms, String userId) {}

    private final Cache<Recipients, Long> versions =
            Caffeine.newBuilder().maximumSize(MAX).expireAfterWrite(REMEMBERED).build();

    /** Whether this change, or a later one of the same user, was delivered to the same rooms. Notes it if not. */
    boolean isRepeated(BroadcastTarget target, EncodedPacket packet) {
        return isStatus(packet.text()) && isRepeated(target, change(packet.text()));
    }

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

    private static boolean isStatus(byte[] text) {
        return text.length > START.length && Arrays.equals(text, 0, START.length, START, 0, START.length);
    }

    /** A missing node for what a peer sends in another form. */
    private static JsonNode change(byte[] text) {
        try {
            return JSON.readTree(text, EVENT_HEADER, text.length - EVENT_HEADER).path(1);
        } catch (IOException unreadable) {
            return JSON.missingNode();
        }
    }
}
