package dev.parley.gateway.cluster;

import static dev.parley.gateway.cluster.TestNode.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.gateway.rooms.BroadcastTarget;
import dev.parley.gateway.rooms.RecordingSocket;
import dev.parley.gateway.wire.ServerEvent;
import dev.parley.testing.TestRedis;
import dev.parley.testing.Waiting;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Parley and a Node.js {@code socket.io} server with {@code createShardedAdapter}, in one cluster on one Redis. */
class NodeInteropIT {
    private final String run = Long.toHexString(System.nanoTime());
    private final String chat = "chat-" + run;
    private NodePeer node;
    private TestNode parley;

    @BeforeEach
    void start() {
        NodePeer.missing().ifPresent(Assumptions::abort);
        node = NodePeer.started(TestRedis.address());
        parley = TestNode.started(
                "parley-" + run, TestRedis.address(), FanOutSettings.defaults().acceptingEmitter(true));
    }

    @AfterEach
    void stop() {
        if (parley != null) {
            parley.close();
            node.close();
        }
    }

    @Test
    void whatParleySaysIsHeardByTheClientsOfBoth() {
        node.client("Nora", chat);
        var ada = parley.socket("Ada", chat);
        settle();

        parley.say(chat, "hello \"Nora\" ✓");

        nodeHears("Nora", "said[\"hello \\\"Nora\\\" ✓\"]");
        parleyHears(ada, said("hello \\\"Nora\\\" ✓"));
    }

    @Test
    void whatNodeSaysIsHeardByTheClientsOfBoth() {
        node.client("Nora", chat);
        var ada = parley.socket("Ada", chat);
        settle();

        node.tell(
                "emit", Map.of("rooms", List.of(chat), "event", "said", "args", List.of("hello Ada", Map.of("a", 1))));

        nodeHears("Nora", "said[\"hello Ada\",{\"a\":1}]");
        parleyHears(ada, "42[\"said\",\"hello Ada\",{\"a\":1}]");
    }

    @Test
    void exceptIsKeptInBothDirections() {
        node.client("Nora", chat, "nora-" + run);
        node.client("Nils", chat);
        var ada = parley.socket("Ada", chat, "ada-" + run);
        var bob = parley.socket("Bob", chat);
        settle();

        parley.say(BroadcastTarget.room(chat).except(List.of("nora-" + run, "ada-" + run)), "typing");
        nodeHears("Nils", "said[\"typing\"]");
        node.tell(
                "emit",
                Map.of(
                        "rooms",
                        List.of(chat),
                        "except",
                        List.of("nora-" + run, "ada-" + run),
                        "event",
                        "said",
                        "args",
                        List.of("typing too")));
        node.tell("emit", Map.of("rooms", List.of(chat), "event", "said", "args", List.of("end")));

        nodeHears("Nils", "said[\"typing\"]", "said[\"typing too\"]", "said[\"end\"]");
        nodeHears("Nora", "said[\"end\"]");
        parleyHears(bob, said("typing"), said("typing too"), said("end"));
        parleyHears(ada, said("end"));
    }

    @Test
    void everyoneMeansEveryoneOnBoth() {
        node.client("Nora");
        var ada = parley.socket("Ada");
        settle();

        parley.say(BroadcastTarget.everyone(), "from Parley");
        nodeHears("Nora", "said[\"from Parley\"]");
        node.tell("emit", Map.of("event", "said", "args", List.of("from Node")));

        parleyHears(ada, said("from Parley"), said("from Node"));
        nodeHears("Nora", "said[\"from Parley\"]", "said[\"from Node\"]");
    }

    @Test
    void severalRoomsAreOneBroadcastOnBoth() {
        node.client("Nora", chat, "nora-" + run);
        var ada = parley.socket("Ada", chat, "ada-" + run);
        settle();

        parley.say(new BroadcastTarget(List.of(chat, "nora-" + run), List.of()), "once");
        nodeHears("Nora", "said[\"once\"]");
        node.tell("emit", Map.of("rooms", List.of(chat, "ada-" + run), "event", "said", "args", List.of("once more")));

        parleyHears(ada, said("once"), said("once more"));
    }

    @Test
    void binaryCrossesInBothDirections() {
        node.client("Nora", chat);
        var ada = parley.socket("Ada", chat);
        settle();

        parley.emit(new ServerEvent<>("picture", byte[].class), new byte[] {1, 2, 3}, BroadcastTarget.room(chat));
        nodeHears("Nora", "picture[{\"binary\":[1,2,3]}]");
        node.tell(
                "emit",
                Map.of("rooms", List.of(chat), "event", "picture", "args", List.of("a"), "binary", List.of(4, 5)));

        parleyHears(
                ada,
                "451-[\"picture\",{\"_placeholder\":true,\"num\":0}]",
                "binary of 3",
                "451-[\"picture\",\"a\",{\"_placeholder\":true,\"num\":0}]",
                "binary of 2");
    }

    @Test
    void aRoomWithTheLengthOfASocketIdIsReachedOnBoth() {
        String room = "exactly-20-long-" + run.substring(run.length() - 4);
        node.client("Nora", room);
        var ada = parley.socket("Ada", room);
        settle();

        parley.say(room, "from Parley");
        nodeHears("Nora", "said[\"from Parley\"]");
        node.tell("emit", Map.of("rooms", List.of(room), "event", "said", "args", List.of("from Node")));

        parleyHears(ada, said("from Parley"), said("from Node"));
    }

    @Test
    void nodeMovesSocketsOfParleyBetweenRooms() {
        var ada = parley.socket("Ada", "ada-" + run);
        settle();

        node.tell("socketsJoin", Map.of("rooms", List.of("ada-" + run), "join", List.of(chat)));
        Waiting.until("Ada is in the chat", () -> parley.isIn(ada, chat));
        node.tell("socketsLeave", Map.of("rooms", List.of("ada-" + run), "leave", List.of(chat)));

        Waiting.until("Ada has left the chat", () -> !parley.isIn(ada, chat));
        assertThat(parley.isIn(ada, "ada-" + run)).isTrue();
    }

    @Test
    void socketsAreDisconnectedFromEitherSide() {
        node.client("Nora", "nora-" + run);
        parley.socket("Ada", "ada-" + run);
        parley.socket("Bob", "bob-" + run);
        settle();

        node.tell("disconnectSockets", Map.of("rooms", List.of("ada-" + run), "close", true));
        parley.disconnect(BroadcastTarget.room("nora-" + run), true);

        Waiting.until("Ada is disconnected", () -> parley.disconnected.equals(List.of("Ada, connection and all")));
        nodeHears("Nora", "disconnect[]");
    }

    @Test
    void requestsOfNodeJsAreCountedAndIgnored() {
        var ada = parley.socket("Ada", chat);
        settle();

        node.tell("fetchSockets", Map.of());
        node.tell("serverSideEmit", Map.of("event", "hello"));
        node.tell("emit", Map.of("rooms", List.of(chat), "event", "said", "args", List.of("still here")));

        parleyHears(ada, said("still here"));
        Waiting.until("both are counted", () -> parley.count("parley.fanout.received.ignored") >= 2);
    }

    @Test
    void theClassicEmitterIsHeardWhenItIsAccepted() {
        var ada = parley.socket("Ada", chat);
        parley.socket("Bob", "bob-" + run);
        settle();

        node.tell("emitterEmit", Map.of("rooms", List.of(chat), "event", "said", "args", List.of("from a cron job")));
        node.tell(
                "emitterEmit", Map.of("rooms", List.of("nobody-" + run), "event", "said", "args", List.of("unheard")));
        node.tell("emitterEmit", Map.of("event", "picture", "binary", List.of(1)));
        node.tell("emitterDisconnect", Map.of("rooms", List.of("bob-" + run), "close", false));

        parleyHears(ada, said("from a cron job"), "451-[\"picture\",{\"_placeholder\":true,\"num\":0}]", "binary of 1");
        Waiting.until("Bob is disconnected", () -> parley.disconnected.equals(List.of("Bob")));
    }

    @Test
    void oneSendersOrderIsKeptInBothDirections() {
        node.client("Nora", chat);
        var ada = parley.socket("Ada", chat);
        settle();

        for (int i = 0; i < 1_000; i++) {
            node.tell("emit", Map.of("rooms", List.of(chat), "event", "said", "args", List.of("" + i)));
        }
        parleyHears(ada, IntStream.range(0, 1_000).mapToObj(i -> said("" + i)).toArray(String[]::new));
        IntStream.range(0, 1_000).forEach(i -> parley.say(chat, "p" + i));

        Waiting.until("Nora has heard all", () -> node.heard("Nora").size() == 2_000);
        // What her own server said last may still be on its way to her when the other sender begins.
        assertThat(node.heard("Nora").stream().filter(event -> event.startsWith("said[\"p")))
                .containsExactlyElementsOf(IntStream.range(0, 1_000)
                        .mapToObj(i -> "said[\"p" + i + "\"]")
                        .toList());
    }

    /** The Node.js adapter does not report when its subscriptions are live, so this emits until an event arrives. */
    private void settle() {
        String probe = "probe-" + run;
        node.client("Probe", probe);
        Waiting.until("the peers hear each other", () -> {
            parley.say(probe, "are you there?");
            return !node.heard("Probe").isEmpty();
        });
    }

    private void nodeHears(String client, String... events) {
        Waiting.until(
                client + " hears " + events.length, () -> node.heard(client).size() >= events.length);
        assertThat(node.heard(client)).containsExactly(events);
    }

    private static void parleyHears(RecordingSocket socket, String... packets) {
        Waiting.until(socket + " hears " + packets.length, () -> socket.heardCount() >= packets.length);
        assertThat(socket.heard()).containsExactly(packets);
    }
}
