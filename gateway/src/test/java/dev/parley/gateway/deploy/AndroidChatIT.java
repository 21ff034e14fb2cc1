package dev.parley.gateway.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testing.Waiting;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The example for Android, through lost connections. */
class AndroidChatIT {
    private static final Duration WAIT = Duration.ofSeconds(60);

    @Test
    void everyMessageIsShownOnceAndInOrderAfterALostConnection() throws Exception {
        try (RunningNode node = RunningNode.start()) {
            URI url = URI.create("http://127.0.0.1:" + node.ports().socket());
            String chatId = node.openChat("ann", "ben");
            try (AndroidChat anns = new AndroidChat(url, Map.of(), "ann", chatId);
                    AndroidChat bens = new AndroidChat(url, Map.of(), "ben", chatId)) {
                anns.send("one");
                Waiting.until("one", WAIT, () -> bens.texts().equals(List.of("one")));

                bens.socket().disconnect();
                anns.send("two");
                Waiting.until("two", WAIT, () -> anns.texts().size() == 2);
                bens.send("three");
                bens.socket().connect();

                List<String> all = List.of("one", "two", "three");
                Waiting.until(
                        "all",
                        WAIT,
                        () -> anns.texts().equals(all) && bens.texts().equals(all));
                assertThat(bens.texts()).isEqualTo(all);
            }
        }
    }
}
