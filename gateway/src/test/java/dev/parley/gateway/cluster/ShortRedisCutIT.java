package dev.parley.gateway.cluster;

import static dev.parley.gateway.cluster.TestNode.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testing.TcpRelay;
import dev.parley.testing.TestRedis;
import dev.parley.testing.Waiting;
import java.net.URI;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A cut that must stay short, so that no other test may run beside it. */
class ShortRedisCutIT {
    private final String chat = "chat-" + UUID.randomUUID();

    @Test
    void aShortCutLosesNothing() {
        try (TcpRelay relay = TcpRelay.to(URI.create(TestRedis.address()).getPort());
                TestNode first = TestNode.started(
                        "first-" + chat, "redis://127.0.0.1:" + relay.port(), FanOutSettings.defaults());
                TestNode second = TestNode.started("second-" + chat, TestRedis.address(), FanOutSettings.defaults())) {
            var bob = second.socket("Bob", chat);
            relay.cut();
            for (int i = 0; i < 100; i++) {
                first.say(chat, "message " + i);
            }
            relay.restore();

            Waiting.until("Bob hears the last", () -> bob.heard().contains(said("message 99")));
            assertThat(first.count("parley.fanout.publish.lost")).isZero();
            assertThat(bob.heardCount()).isEqualTo(100);
        }
    }
}
