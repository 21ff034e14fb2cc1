package dev.parley.loadtests.server;

import java.util.ArrayList;
import java.util.List;

/** What starts the stores behind the gateways: a Redis that keeps nothing, and the gateway's MongoDB-compatible server, in memory. */
public final class Stores {

    private Stores() {}

    public static List<String> redis(int port) {
        return List.of("redis-server", "--port", "" + port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no");
    }

    public static List<String> mongo(int port) {
        List<String> command =
                new ArrayList<>(Launcher.java("-Xmx1g -XX:+UseSerialGC", System.getProperty("java.class.path")));
        command.addAll(List.of("dev.parley.embedded.MongoServerMain", "127.0.0.1", "" + port));
        return command;
    }
}
