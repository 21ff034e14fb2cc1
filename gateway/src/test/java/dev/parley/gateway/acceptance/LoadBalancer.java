package dev.parley.gateway.acceptance;

import dev.parley.testing.FreePort;
import dev.parley.testing.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A load balancer of this machine with the configuration that is shipped; only addresses and ports are the test's. */
final class LoadBalancer implements AutoCloseable {
    private static final Path SHIPPED = Path.of("..", "deploy").toAbsolutePath().normalize();
    private static final Duration START = Duration.ofSeconds(20);

    private final String name;
    private final String scheme;
    private final int port;
    private final Child process;

    /** Returns when it listens. */
    private LoadBalancer(
            String name, String scheme, int port, List<String> command, Map<String, String> environment, Path log) {
        this.name = name;
        this.scheme = scheme;
        this.port = port;
        this.process = Child.start(command, environment, log);
        Waiting.until(name + " listens", START, () -> {
            if (!process.isAlive()) {
                throw new AssertionError(name + " has ended: " + process.tail());
            }
            return Listening.on(port);
        });
    }

    /** A key and a self-signed certificate, in one file. */
    static Path selfSignedCertificate(Path folder) throws IOException, InterruptedException {
        var file = folder.resolve("parley.pem");
        var process = new ProcessBuilder(
                        program("openssl"),
                        "req",
                        "-x509",
                        "-newkey",
                        "rsa:2048",
                        "-nodes",
                        "-days",
                        "1",
                        "-subj",
                        "/CN=127.0.0.1",
                        "-keyout",
                        file.toString(),
                        "-out",
                        folder + "/certificate.pem")
                .redirectErrorStream(true)
                .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(output);
        }
        Files.writeString(file, Files.readString(folder.resolve("certificate.pem")), StandardOpenOption.APPEND);
        return file;
    }

    static LoadBalancer haproxy(GatewayProcess first, GatewayProcess second, Path certificate, Path folder) {
        var port = FreePort.next();
        var bind = "127.0.0.1:" + port + " ssl crt " + certificate + " alpn http/1.1";
        return haproxy("https", port, bind, haproxyConfiguration(first, second), folder);
    }

    /**
     * HAProxy as {@code docs/migrating-from-node.md} changes it: an old back end with all the traffic, Parley without, and a
     * socket for orders.
     */
    static LoadBalancer haproxy(GatewayProcess first, GatewayProcess second, OldBackEnd old, Path orders, Path folder) {
        var blocks = MigrationPage.haproxyLines();
        var forOrders = replaced(blocks.get(0), "/run/haproxy/admin.sock", orders.toString());
        var forOld = replaced(blocks.get(1), "\"${OLD_NODE_1}\":5000", "127.0.0.1:" + old.port());
        forOld = replaced(forOld, "check port 8080", "check port " + old.httpPort());
        var text = replaced(haproxyConfiguration(first, second), "\nglobal\n", "\nglobal\n" + forOrders);
        var rest = text.indexOf("\nbackend rest");
        var sockets = text.substring(0, rest).stripTrailing();
        for (var node : List.of(first, second)) {
            var check = "check port " + portOf(node.ops());
            sockets = replaced(sockets, check, check + " weight 0");
        }
        var port = FreePort.next();
        var changed = sockets + "\n" + forOld + "\n" + text.substring(rest);
        return haproxy("http", port, "127.0.0.1:" + port, changed, folder);
    }

    private static LoadBalancer haproxy(String scheme, int port, String bind, String configuration, Path folder) {
        var file = written(folder.resolve("haproxy.cfg"), configuration);
        var command = List.of(program("haproxy"), "-db", "-f", file.toString());
        var log = folder.resolve("haproxy.log");
        return new LoadBalancer("haproxy", scheme, port, command, Map.of("PARLEY_BIND", bind), log);
    }

    private static String haproxyConfiguration(GatewayProcess first, GatewayProcess second) {
        // HAProxy wants two files a connection, and does not start where it may not open so many.
        var text = replaced(shipped("haproxy/haproxy.cfg"), "maxconn 100000", "maxconn 2000");
        text = haproxyServer(text, "\"${PARLEY_NODE_1}\"", first);
        return haproxyServer(text, "\"${PARLEY_NODE_2}\"", second);
    }

    private static String haproxyServer(String text, String host, GatewayProcess node) {
        var check = " check port " + portOf(node.ops());
        return replaced(
                replaced(text, host + ":5000 check port 9090", "127.0.0.1:" + portOf(node.socket()) + check),
                host + ":8080 check port 9090",
                "127.0.0.1:" + portOf(node.http()) + check);
    }

    static LoadBalancer nginx(GatewayProcess first, GatewayProcess second, Path certificate, Path folder) {
        var port = FreePort.next();
        var text = replaced(
                shipped("nginx/parley.conf"),
                "listen 80;",
                "listen 127.0.0.1:%d ssl; ssl_certificate %s; ssl_certificate_key %s;"
                        .formatted(port, certificate, certificate));
        text = nginxServer(nginxServer(text, "node1", first), "node2", second);
        var main =
                "daemon off; pid nginx.pid; error_log stderr; worker_processes 1; events {} http { access_log off; %s\n}";
        var config = written(folder.resolve("nginx.conf"), main.formatted(text));
        var command = List.of(program("nginx"), "-p", folder.toString(), "-c", config.toString(), "-e", "stderr");
        return new LoadBalancer("nginx", "https", port, command, Map.of(), folder.resolve("nginx.log"));
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
        return scheme + "://127.0.0.1:" + port;
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
