package dev.parley.gateway.deploy;

import dev.parley.testing.FreePort;
import dev.parley.testing.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** A load balancer that runs with the shipped configuration; only its ports and those of its two nodes are the test's. */
final class Balancer implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;
    private final int port;
    private final Path statistics;

    private Balancer(int port, Path folder, List<String> command) throws IOException {
        this.port = port;
        this.statistics = folder.resolve("statistics.sock");
        this.process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        Waiting.until("the load balancer listens", this::listens);
    }

    static Balancer haproxy(List<FakeNode> nodes, Path folder) throws IOException {
        Path program = Tool.require("haproxy").path();
        int port = FreePort.next();
        String text = Repository.read("deploy/haproxy/haproxy.cfg")
                .replace("maxconn 100000", "maxconn 200")
                .replace("\nglobal\n", "\nglobal\n    stats socket " + folder.resolve("statistics.sock") + "\n")
                .replace("\"${PARLEY_BIND[*]}\"", "127.0.0.1:" + port);
        for (int number = 1; number <= nodes.size(); number++) {
            int node = nodes.get(number - 1).port();
            String host = "\"${PARLEY_NODE_" + number + "}\"";
            text = text.replaceAll(Pattern.quote(host) + ":\\d+ check port 9090", "127.0.0.1:" + node + " check");
        }
        Path file = Files.writeString(folder.resolve("haproxy.cfg"), text);
        return new Balancer(port, folder, List.of(program.toString(), "-db", "-f", file.toString()));
    }

    static Balancer nginx(List<FakeNode> nodes, Path folder) throws IOException {
        Path program = Tool.require("nginx").path();
        int port = FreePort.next();
        String text =
                Repository.read("deploy/nginx/parley.conf").replace("listen 80;", "listen 127.0.0.1:" + port + ";");
        for (int number = 1; number <= nodes.size(); number++) {
            text = text.replaceAll(
                    "node" + number + ":\\d+",
                    "127.0.0.1:" + nodes.get(number - 1).port());
        }
        String main = "daemon off; pid nginx.pid; error_log stderr; events {} http { access_log off; " + text + "}";
        Path file = Files.writeString(folder.resolve("nginx.conf"), main);
        return new Balancer(
                port,
                folder,
                List.of(program.toString(), "-p", folder.toString(), "-c", file.toString(), "-e", "stderr"));
    }

    private boolean listens() {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }

    String get(String path, UnaryOperator<HttpRequest.Builder> headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        return HTTP.send(headers.apply(request).build(), BodyHandlers.ofString())
                .body();
    }

    /** A field of HAProxy's {@code show stat} for a server. */
    String statistic(String backend, String server, String field) {
        List<String> lines = ask("show stat\n").lines().toList();
        int column = List.of(lines.get(0).substring(2).split(",", -1)).indexOf(field);
        return lines.stream()
                .filter(line -> line.startsWith(backend + "," + server + ","))
                .map(line -> line.split(",", -1)[column])
                .findFirst()
                .orElseThrow();
    }

    private String ask(String command) {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(statistics));
            channel.write(ByteBuffer.wrap(command.getBytes(StandardCharsets.US_ASCII)));
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
