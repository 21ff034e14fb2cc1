package dev.parley.gateway.cluster;

import static dev.parley.gateway.cluster.TestNode.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.gateway.rooms.BroadcastTarget;
import dev.parley.testing.FreePort;
import dev.parley.testing.RedisServer;
import dev.parley.testing.Waiting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Redis Cluster, where each room's channel lives on one of the servers, and Sentinel. */
class RedisTopologiesIT {
    private final List<RedisServer> servers = new ArrayList<>();

    @TempDir
    Path folder;

    @AfterEach
    void stop() {
        servers.forEach(RedisServer::kill);
    }

    @Test
    void roomsOfAClusterAreHeardWhicheverServerTheyAreOn() {
        String cluster = startCluster(3);
        try (TestNode first = TestNode.started("first", cluster, FanOutSettings.defaults());
                TestNode second = TestNode.started("second", cluster, FanOutSettings.defaults())) {
            List<String> rooms =
                    IntStream.range(0, 30).mapToObj(i -> "room-" + i).toList();
            var bob = second.socket("Bob", rooms.toArray(String[]::new));

            rooms.forEach(room -> first.say(room, room));
            first.say(BroadcastTarget.everyone(), "everyone");

            Waiting.until("Bob has heard all", () -> bob.heardCount() == rooms.size() + 1);
            assertThat(bob.heard()).contains(said("everyone"), said("room-0"), said("room-29"));
        }
    }

    @Test
    void aSubscriptionThatOneServerOfAClusterCutIsFollowedByAResync() {
        String cluster = startCluster(3);
        try (TestNode first = TestNode.started("first", cluster, FanOutSettings.defaults());
                TestNode second = TestNode.started("second", cluster, FanOutSettings.defaults())) {
            List<String> rooms =
                    IntStream.range(0, 30).mapToObj(i -> "room-" + i).toList();
            var bob = second.socket("Bob", rooms.toArray(String[]::new));

            for (RedisServer server : servers) {
                double before = second.count("parley.fanout.resync");
                server.ask("CLIENT KILL TYPE pubsub");
                Waiting.until("Bob is told", () -> second.count("parley.fanout.resync") > before);
            }
            rooms.forEach(room -> first.say(room, "again in " + room));

            Waiting.until("Bob hears all rooms again", () -> rooms.stream()
                    .allMatch(room -> bob.heard().contains(said("again in " + room))));
        }
    }

    @Test
    void theEventsOfAClusterAreKeptInOneOrderWhicheverServerTheirRoomsAreOn() {
        String cluster = startCluster(3);
        EventLogSettings kept = EventLogSettings.defaults("test");
        try (TestNode first = TestNode.logging("first", cluster, kept);
                TestNode second = TestNode.logging("second", cluster, kept)) {
            List<String> rooms =
                    IntStream.range(0, 30).mapToObj(i -> "room-" + i).toList();
            var ada = first.socket("Ada", rooms.toArray(String[]::new));
            var bob = second.socket("Bob", rooms.toArray(String[]::new));
            long before = Waiting.of(second.log().position());

            rooms.forEach(room -> first.say(room, "first in " + room));
            rooms.forEach(room -> second.say(room, "second in " + room));

            Waiting.until("both have heard all", () -> ada.heardCount() == 60 && bob.heardCount() == 60);
            assertThat(ada.heard()).isEqualTo(bob.heard());
            assertThat(Waiting.of(second.log().after(before, Set.copyOf(rooms))))
                    .hasValueSatisfying(missed -> assertThat(missed.packets())
                            .extracting(packet -> new String(packet.text(), StandardCharsets.UTF_8))
                            .isEqualTo(ada.heard()));
        }
    }

    private String startCluster(int size) {
        for (int i = 0; i < size; i++) {
            servers.add(RedisServer.startOn(
                    FreePort.next(),
                    "--cluster-enabled",
                    "yes",
                    "--cluster-port",
                    "" + FreePort.next(),
                    "--cluster-config-file",
                    folder.resolve("nodes-" + i + ".conf").toString()));
        }
        int slots = 16384 / size + 1;
        for (int i = 0; i < size; i++) {
            int last = Math.min(16383, (i + 1) * slots - 1);
            servers.get(i).ask("CLUSTER ADDSLOTSRANGE " + i * slots + " " + last);
            servers.get(i).ask("CLUSTER SET-CONFIG-EPOCH " + (i + 1));
        }
        meet();
        Waiting.until("the cluster is formed", () -> servers.stream()
                .allMatch(server -> server.askAll("CLUSTER INFO").contains("cluster_state:ok")
                        && server.askAll("CLUSTER INFO").contains("cluster_known_nodes:" + size)));
        return servers.stream().map(RedisServer::address).collect(Collectors.joining(","));
    }

    private void meet() {
        for (RedisServer server : servers) {
            String busPort = server.askAll("CONFIG GET cluster-port")
                    .lines()
                    .skip(4)
                    .findFirst()
                    .orElseThrow();
            servers.get(0).ask("CLUSTER MEET 127.0.0.1 " + server.port() + " " + busPort);
        }
    }

    @Test
    void theServerThatSentinelNamesIsUsed() throws IOException {
        RedisServer master = RedisServer.start();
        servers.add(master);
        int port = FreePort.next();
        Path settings = Files.writeString(folder.resolve("sentinel.conf"), """
                port %d
                bind 127.0.0.1
                dir %s
                sentinel monitor parley 127.0.0.1 %d 1
                """.formatted(port, folder, master.port()));
        servers.add(RedisServer.startSentinel(port, settings));

        String address = "redis+sentinel://127.0.0.1:" + port + "/parley";
        try (TestNode first = TestNode.started("first", address, FanOutSettings.defaults());
                TestNode second = TestNode.started("second", address, FanOutSettings.defaults())) {
            var bob = second.socket("Bob", "chat");

            first.say("chat", "hello");

            Waiting.until("Bob hears it", () -> bob.heard().equals(List.of(said("hello"))));
        }
    }
}
