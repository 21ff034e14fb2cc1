package dev.parley.loadtests.server;

import java.net.URI;

/** Where one node of a contender is to listen, and which stores it uses. All on 127.0.0.1. */
public record NodePlan(int port, int httpPort, int opsPort, int redisPort, int mongoPort) {

    static NodePlan onFreePorts(int redisPort, int mongoPort) {
        return new NodePlan(Ports.free(), Ports.free(), Ports.free(), redisPort, mongoPort);
    }

    public String redis() {
        return "redis://127.0.0.1:" + redisPort;
    }

    public String mongo() {
        return "mongodb://127.0.0.1:" + mongoPort + "/parley";
    }

    public URI http(String path) {
        return URI.create("http://127.0.0.1:" + httpPort + path);
    }

    public URI ops(String path) {
        return URI.create("http://127.0.0.1:" + opsPort + path);
    }
}
