package dev.parley.gateway.cluster;

import static dev.parley.gateway.cluster.TestNode.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.gateway.rooms.RecordingSocket;
import dev.parley.testing.ConcurrentTest;
import dev.parley.testing.RedisServer;
import dev.parley.testing.Waiting;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Rooms whose channels change their server in a Redis Cluster, while messages are published. */
class SlotMigrationIT {
    private static final List<String> ROOMS =
            IntStream.range(0, 30).mapToObj(i -> "room-" + i).toList();

    @TempDir
    Path folder;

    private RedisClusterServers servers;
    private TestNode first;
    private TestNode second;
    /** Of the second node, by the one room that each is in. */
    private final Map<String, RecordingSocket> members = new LinkedHashMap<>();
    /** By room, what was sent while the slots moved. */
    private final Map<String, List<String>> sent = new ConcurrentHashMap<>();

    @BeforeEach
    void start() {
        servers = RedisClusterServers.start(3, folder);
    }

    private void startNodes() {
        first = TestNode.started("first", servers.address(), FanOutSettings.defaults());
        second = TestNode.started("second", servers.address(), FanOutSettings.defaults());
        ROOMS.forEach(room -> members.put(room, second.socket("of " + room, room)));
    }

    @AfterEach
    void stop() {
        if (second != null) {
            first.close();
            second.close();
        }
        servers.close();
    }

    @ConcurrentTest
    void roomsWhoseSlotsMoveAreHeardAgainAndTheirSocketsResync() {
        startNodes();
        whileMessagesAreSent(() -> {
            for (String room : ROOMS) {
                servers.moveSlotOf(room, next(servers.ownerOf(room)));
            }
        });

        allRoomsAreHeard("after the move");
        nothingIsMissedWithoutAResync();
        newRoomsCanBeJoined();
    }

    @ConcurrentTest
    void slotsThatMoveSeveralTimesAreFollowed() {
        startNodes();
        whileMessagesAreSent(() -> {
            for (int round = 0; round < 3; round++) {
                for (String room : ROOMS.subList(0, 10)) {
                    servers.moveSlotOf(room, next(servers.ownerOf(room)));
                }
            }
        });

        allRoomsAreHeard("after three moves");
        nothingIsMissedWithoutAResync();
        newRoomsCanBeJoined();
    }

    @ConcurrentTest
    void roomsOfAServerThatIsKilledAreHeardAgainFromItsReplica() {
        RedisServer master = servers.masters().get(0);
        RedisServer replica = servers.addReplicaOf(master);
        startNodes();

        whileMessagesAreSent(() -> {
            master.kill();
            Waiting.until("it has taken over", () -> replica.askAll("INFO replication")
                    .contains("role:master"));
            LockSupport.parkNanos(1_000_000_000L);
        });

        Waiting.until("members are told to resync", () -> members.values().stream()
                .anyMatch(SlotMigrationIT::isToldToResync));
        allRoomsAreHeard("after the failover");
        nothingIsMissedWithoutAResync();
    }

    @ConcurrentTest
    void roomsOfAServerThatHandsOverToItsReplicaAreHeardAgain() {
        RedisServer replica = servers.addReplicaOf(servers.masters().get(0));
        startNodes();

        whileMessagesAreSent(() -> {
            Waiting.until("it has taken over", () -> {
                replica.ask("CLUSTER FAILOVER");
                LockSupport.parkNanos(3_000_000_000L);
                return replica.askAll("INFO replication").contains("role:master");
            });
        });

        allRoomsAreHeard("after the handover");
        nothingIsMissedWithoutAResync();
    }

    private RedisServer next(RedisServer server) {
        List<RedisServer> masters = servers.masters();
        return masters.get((masters.indexOf(server) + 1) % masters.size());
    }

    /** One message every few milliseconds, to one room after another. */
    private void whileMessagesAreSent(Runnable work) {
        AtomicBoolean done = new AtomicBoolean();
        Thread sender = new Thread(() -> {
            for (int i = 0; !done.get(); i++) {
                String room = ROOMS.get(i % ROOMS.size());
                sent.computeIfAbsent(room, none -> new CopyOnWriteArrayList<>()).add("message " + i);
                first.say(room, "message " + i);
                LockSupport.parkNanos(2_000_000);
            }
        });
        sender.start();
        try {
            work.run();
        } finally {
            done.set(true);
            join(sender);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void allRoomsAreHeard(String text) {
        for (String room : ROOMS) {
            Waiting.until(room + " is heard " + text, () -> {
                first.say(room, text + " in " + room);
                LockSupport.parkNanos(50_000_000);
                return members.get(room).heard().contains(said(text + " in " + room));
            });
        }
    }

    private void nothingIsMissedWithoutAResync() {
        members.forEach((room, member) -> Waiting.until(
                "the member of " + room + " has heard all or is told to resync",
                () -> isToldToResync(member)
                        || member.heard()
                                .containsAll(sent.getOrDefault(room, List.of()).stream()
                                        .map(TestNode::said)
                                        .toList())));
    }

    private void newRoomsCanBeJoined() {
        Waiting.until("members are told to resync", () -> members.values().stream()
                .anyMatch(SlotMigrationIT::isToldToResync));
        var eve = second.socket("Eve");
        for (int i = 0; i < 100; i++) {
            String room = "new-" + i;
            Waiting.of(second.join(eve, room));
            first.say(room, room);
            Waiting.until(room + " is heard", () -> eve.heard().contains(said(room)));
        }
        assertThat(second.count("parley.fanout.subscribe.failures")).isZero();
    }

    private static boolean isToldToResync(RecordingSocket socket) {
        return socket.heard().stream().anyMatch(packet -> packet.startsWith("42[\"resync\""));
    }
}
