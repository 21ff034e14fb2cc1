package dev.parley.loadtests.server;

import java.net.URI;
import java.util.List;

/** The ports of one node and of its stores. Everything is on 127.0.0.1. */
public record NodePlan(int port, int httpPort, int opsPort, int redisPort, int mongoPort) {

    public static NodePlan onFreePorts(int redisPort, int mongoPort) {
        return new NodePlan(Ports.free(), Ports.free(), Ports.free(), redisPort, mongoPort);
    }

    public String redis() {
        return "redis://127.0.0.1:" + redisPort;
    }

    public String mongo() {
        return "mongodb://127.0.0.1:" + mongoPort + "/parley";
    }

    /** Options of a gateway: no tokens, any origin, status to contacts. */
    public List<String> gatewayOptions() {
        return List.of(
                "--host=127.0.0.1",
                "--auth=none",
                "--cors-origin=*",
                "--presence-audience=contacts",
                "--port=" + port,
                "--http-port=" + httpPort,
                "--ops-port=" + opsPort,
                "--redis=" + redis(),
                "--mongo=" + mongo());
    }

    public URI http(String path) {
        return URI.create("http://127.0.0.1:" + httpPort + path);
    }

    public URI ops(String path) {
        return URI.create("http://127.0.0.1:" + opsPort + path);
    }
}
