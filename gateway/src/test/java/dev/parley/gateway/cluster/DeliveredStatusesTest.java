package dev.parley.gateway.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.gateway.rooms.BroadcastTarget;
import dev.parley.gateway.socketio.EncodedPacket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DeliveredStatusesTest {
    private final DeliveredStatuses delivered = new DeliveredStatuses();

    @Test
    void aChangeAndAnOlderOneAreRepeatedForTheSameRoomsOnly() {
        BroadcastTarget room = BroadcastTarget.room("ben");

        assertThat(delivered.isRepeated(room, status("ada", 5))).isFalse();
        assertThat(delivered.isRepeated(room, status("ada", 5))).isTrue();
        assertThat(delivered.isRepeated(room, status("ada", 4))).isTrue();
        assertThat(delivered.isRepeated(room, status("eve", 5))).isFalse();
        assertThat(delivered.isRepeated(BroadcastTarget.everyone(), status("ada", 5)))
                .isFalse();
        assertThat(delivered.isRepeated(room, status("ada", 6))).isFalse();
    }

    @Test
    void otherEventsAndAForeignFormAreNeverRepeated() {
        for (String text : new String[] {
            "42[\"new-message\",{\"userId\":\"ada\",\"version\":1}]",
            "42[\"user-status-changed\",\"ada\"]",
            "42[\"user-status-changed\",{\"userId\":\"ada\"}]",
            "42[\"user-status-changed\",{"
        }) {
            assertThat(delivered.isRepeated(BroadcastTarget.everyone(), packet(text)))
                    .isFalse();
            assertThat(delivered.isRepeated(BroadcastTarget.everyone(), packet(text)))
                    .isFalse();
        }
    }

    private static EncodedPacket status(String user, long version) {
        return packet("42[\"user-status-changed\",{\"userId\":\"" + user + "\",\"isOnline\":true,\"version\":" + version
                + "}]");
    }

    private static EncodedPacket packet(String text) {
        return new EncodedPacket(text.getBytes(StandardCharsets.UTF_8));
    }
}
