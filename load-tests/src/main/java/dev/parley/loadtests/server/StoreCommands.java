package dev.parley.loadtests.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Command lines of the stores: redis-server, and the gateway's MongoDB-compatible server in memory. */
public final class StoreCommands {

    private StoreCommands() {}

    /** A Redis that keeps nothing on disk. */
    public static List<String> redis(int port) {
        return List.of("redis-server", "--port", "" + port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no");
    }

    /** A Redis that writes each command to disk, so that a restart keeps its data. */
    public static List<String> durableRedis(int port, Path folder) {
        return List.of(
                "redis-server",
                "--port",
                "" + port,
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--dir",
                folder.toString(),
                "--appendonly",
                "yes",
                "--appendfsync",
                "everysec");
    }

    public static List<String> mongo(int port) {
        List<String> command =
                new ArrayList<>(CommandLines.java("-Xmx1g -XX:+UseSerialGC", System.getProperty("java.class.path")));
        command.addAll(List.of("dev.parley.embedded.MongoServerMain", "127.0.0.1", "" + port));
        return command;
    }
}
