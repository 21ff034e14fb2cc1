package dev.parley.gateway.http;

import static dev.parley.gateway.http.ApiFixture.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.gateway.http.ApiFixture.Answer;
import dev.parley.gateway.nodes.NodeEntry;
import dev.parley.gateway.nodes.NodeFigures;
import dev.parley.presence.NodeId;
import dev.parley.presence.PresenceState;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PresenceRoutesTest {
    private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");
    private final ApiFixture api = ApiFixture.open();

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void oneUserIsAskedFor() {
        api.presence.put(new PresenceState(user("anna"), true, Optional.of(NOON), 3, 2));

        Answer answer = api.get("/api/presence/anna");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.response().body())
                .isEqualTo("{\"userId\":\"anna\",\"isOnline\":true,\"lastActive\":\"2030-01-01T12:00:00.000Z\","
                        + "\"connections\":2}");
    }

    @Test
    void whomPresenceDoesNotKnowIsLookedUpInTheCollection() {
        api.users.recordPresence(user("boris"), false, NOON, 1);
        api.presence.put(new PresenceState(user("anna"), true, Optional.of(NOON), 3, 2));

        Answer answer = api.post("/api/presence/query", "{\"userIds\":[\"anna\",\"boris\",\"carla\"]}");

        assertThat(answer.json().get("users").findValuesAsText("userId")).containsExactly("anna", "boris", "carla");
        assertThat(answer.json().at("/users/1/lastActive").asText()).isEqualTo("2030-01-01T12:00:00.000Z");
        assertThat(answer.json().at("/users/2").has("lastActive")).isTrue();
        assertThat(answer.json().at("/users/2/lastActive").isNull()).isTrue();
    }

    @Test
    void atMostAHundredAreAskedForAtOnce() {
        String ids = String.join(
                ",", IntStream.range(0, 101).mapToObj(i -> "\"u" + i + "\"").toList());

        assertThat(api.post("/api/presence/query", "{\"userIds\":[" + ids + "]}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void theNodesThatAreAliveAreListed() {
        api.nodes.announce(new NodeEntry(
                new NodeId("n1"),
                "0.1.0",
                NOON,
                7,
                3,
                0,
                new NodeFigures(9, 8, 1, Map.of("n2", 3L), Map.of("rate", 2L))));

        assertThat(api.get("/api/cluster").response().body())
                .isEqualTo("{\"nodes\":[{\"nodeId\":\"n1\",\"version\":\"0.1.0\","
                        + "\"startedAt\":\"2030-01-01T12:00:00.000Z\",\"leaseUntil\":\"2030-01-01T12:00:06.000Z\","
                        + "\"connections\":7,\"rooms\":3,\"messages\":9,\"deliveries\":8,\"disagreements\":1,"
                        + "\"canaries\":{\"n2\":3},\"refusals\":{\"rate\":2}}]}");
    }
}
