package dev.parley.gateway.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A load balancer of this machine with the configuration that is shipped; only addresses and ports are the test's. */
final class LoadBalancer implements AutoCloseable {
    private static final Path SHIPPED = Path.of("..", "deploy").toAbsolutePath().normalize();
    private static final Duration START = Duration.ofSeconds(20);

    private final String name;
    private final int port;
    private final Child process;

    /** Returns when it listens. */
    private LoadBalancer(String name, int port, List<String> command, Path log) {
        this.name = name;
        this.port = port;
        this.process = Child.start(command, Map.of("PARLEY_BIND", "127.0.0.1:" + port), log);
        Patience.until(name + " listens", START, () -> {
            if (!process.isAlive()) {
                throw new AssertionError(name + " has ended: " + process.tail());
            }
            return Listening.on(port);
        });
    }

    static LoadBalancer haproxy(GatewayProcess first, GatewayProcess second, Path folder) {
        var text = shipped("haproxy/haproxy.cfg");
        text = haproxyServer(text, "\"${PARLEY_NODE_1}\"", first);
        text = haproxyServer(text, "\"${PARLEY_NODE_2}\"", second);
        var config = written(folder.resolve("haproxy.cfg"), text);
        var command = List.of(program("haproxy"), "-db", "-f", config.toString());
        return new LoadBalancer("haproxy", FreePort.next(), command, folder.resolve("haproxy.log"));
    }

    private static String haproxyServer(String text, String host, GatewayProcess node) {
        var check = " check port " + portOf(node.ops());
        return replaced(
                replaced(text, host + ":5000 check port 9090", "127.0.0.1:" + portOf(node.socket()) + check),
                host + ":8080 check port 9090",
                "127.0.0.1:" + portOf(node.http()) + check);
    }

    static LoadBalancer nginx(GatewayProcess first, GatewayProcess second, Path folder) {
        var port = FreePort.next();
        var text = replaced(shipped("nginx/parley.conf"), "listen 80;", "listen 127.0.0.1:" + port + ";");
        text = nginxServer(nginxServer(text, "node1", first), "node2", second);
        var main =
                "daemon off; pid nginx.pid; error_log stderr; worker_processes 1; events {} http { access_log off; %s\n}";
        var config = written(folder.resolve("nginx.conf"), main.formatted(text));
        var command = List.of(program("nginx"), "-p", folder.toString(), "-c", config.toString(), "-e", "stderr");
        return new LoadBalancer("nginx", port, command, folder.resolve("nginx.log"));
    }

    private static String nginxServer(String text, String host, GatewayProcess node) {
        return replaced(
                replaced(text, host + ":5000", "127.0.0.1:" + portOf(node.socket())),
                host + ":8080",
                "127.0.0.1:" + portOf(node.http()));
    }

    private static String replaced(String text, String what, String with) {
        if (!text.contains(what)) {
            throw new AssertionError("the shipped configuration has no " + what);
        }
        return text.replace(what, with);
    }

    private static int portOf(String address) {
        return URI.create(address).getPort();
    }

    private static String program(String name) {
        return Programs.onPath(name).orElseThrow().toString();
    }

    private static String shipped(String file) {
        try {
            return Files.readString(SHIPPED.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path written(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String name() {
        return name;
    }

    /** What clients are told, for Socket.IO and for REST. */
    String address() {
        return "http://127.0.0.1:" + port;
    }

    String output() {
        return process.tail();
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            process.terminate();
        }
    }
}
