package dev.parley.gateway.cluster;

import dev.parley.testing.FreePort;
import dev.parley.testing.RedisServer;
import dev.parley.testing.Waiting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The servers of a Redis Cluster: masters that share the slots, and replicas. */
final class RedisClusterServers implements AutoCloseable {
    private static final int SLOTS = 16384;

    private final Path folder;
    private final List<RedisServer> masters = new ArrayList<>();
    private final List<RedisServer> all = new ArrayList<>();

    private RedisClusterServers(Path folder) {
        this.folder = folder;
    }

    /** Returns when the cluster is formed. */
    static RedisClusterServers start(int masters, Path folder) {
        RedisClusterServers servers = new RedisClusterServers(folder);
        for (int i = 0; i < masters; i++) {
            servers.masters.add(servers.startServer());
        }
        servers.shareSlots();
        servers.masters.forEach(servers::meet);
        servers.awaitFormed();
        return servers;
    }

    private RedisServer startServer() {
        RedisServer server = RedisServer.startOn(
                FreePort.next(),
                "--dir",
                folder.toString(),
                "--cluster-enabled",
                "yes",
                "--cluster-node-timeout",
                "2000",
                "--cluster-port",
                "" + FreePort.next(),
                "--cluster-config-file",
                folder.resolve("nodes-" + all.size() + ".conf").toString());
        all.add(server);
        return server;
    }

    private void shareSlots() {
        int share = SLOTS / masters.size() + 1;
        for (int i = 0; i < masters.size(); i++) {
            int last = Math.min(SLOTS - 1, (i + 1) * share - 1);
            masters.get(i).ask("CLUSTER ADDSLOTSRANGE " + i * share + " " + last);
            masters.get(i).ask("CLUSTER SET-CONFIG-EPOCH " + (i + 1));
        }
    }

    private void meet(RedisServer server) {
        String busPort = server.askAll("CONFIG GET cluster-port")
                .lines()
                .skip(4)
                .findFirst()
                .orElseThrow();
        masters.get(0).ask("CLUSTER MEET 127.0.0.1 " + server.port() + " " + busPort);
    }

    private void awaitFormed() {
        Waiting.until("the cluster is formed", () -> all.stream()
                .allMatch(server -> server.askAll("CLUSTER INFO").contains("cluster_state:ok")
                        && server.askAll("CLUSTER INFO").contains("cluster_known_nodes:" + all.size())));
    }

    /** Adds a replica of a master and returns when it follows it. */
    RedisServer addReplicaOf(RedisServer master) {
        RedisServer replica = startServer();
        meet(replica);
        awaitFormed();
        master.ask("CONFIG SET repl-diskless-sync-delay 0");
        Waiting.until("the replica may follow", () -> replica.ask("CLUSTER REPLICATE " + idOf(master))
                .equals("+OK"));
        Waiting.until(
                "the replica follows", () -> replica.askAll("INFO replication").contains("master_link_status:up"));
        return replica;
    }

    String address() {
        return masters.stream().map(RedisServer::address).collect(Collectors.joining(","));
    }

    List<RedisServer> masters() {
        return masters;
    }

    /** The master that has the slot of a room's channel. */
    RedisServer ownerOf(String room) {
        return masters.stream()
                .filter(master -> isOwner(master, room))
                .findFirst()
                .orElseThrow();
    }

    /** Other servers answer with a redirect. */
    private static boolean isOwner(RedisServer server, String room) {
        return server.ask("EXISTS " + ClusterFrames.channelOf(room)).equals(":0");
    }

    /** Moves the slot of a room's channel to another master, as {@code redis-cli --cluster reshard} does. */
    void moveSlotOf(String room, RedisServer to) {
        RedisServer from = ownerOf(room);
        String slot = masters.get(0)
                .ask("CLUSTER KEYSLOT " + ClusterFrames.channelOf(room))
                .substring(1);
        to.ask("CLUSTER SETSLOT " + slot + " IMPORTING " + idOf(from));
        from.ask("CLUSTER SETSLOT " + slot + " MIGRATING " + idOf(to));
        Waiting.until("all servers agree on slot " + slot, () -> {
            to.ask("CLUSTER SETSLOT " + slot + " NODE " + idOf(to));
            from.ask("CLUSTER SETSLOT " + slot + " NODE " + idOf(to));
            return masters.stream().allMatch(master -> agrees(master, room, to));
        });
    }

    private static boolean agrees(RedisServer server, String room, RedisServer owner) {
        return server == owner
                ? isOwner(server, room)
                : server.ask("EXISTS " + ClusterFrames.channelOf(room)).endsWith(":" + owner.port());
    }

    private static String idOf(RedisServer server) {
        return server.askAll("CLUSTER MYID").lines().skip(1).findFirst().orElseThrow();
    }

    @Override
    public void close() {
        all.forEach(RedisServer::kill);
    }
}
