package dev.parley.gateway.training;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Engine.IO over HTTP long-polling, without an upgrade. */
final class PollingLink implements PacketLink {
    private static final Pattern SID = Pattern.compile("\"sid\":\"([^\"]+)\"");
    private static final String SEPARATOR = "\u001e";

    private final HttpClient http;
    private final Consumer<String> packets;
    private final URI server;
    private CompletableFuture<URI> session;
    private volatile boolean closed;

    private PollingLink(HttpClient http, URI server, Consumer<String> packets) {
        this.http = http;
        this.server = server;
        this.packets = packets;
        session = get(address("")).thenApply(this::opened);
        session.thenAccept(this::poll);
    }

    static Opener on(HttpClient http, URI server) {
        return packets -> new PollingLink(http, server, packets);
    }

    @Override
    public synchronized void send(String packet) {
        session = session.thenCompose(address -> http.sendAsync(
                        HttpRequest.newBuilder(address)
                                .header("Content-Type", "text/plain;charset=UTF-8")
                                .POST(HttpRequest.BodyPublishers.ofString(packet))
                                .build(),
                        BodyHandlers.discarding())
                .thenApply(answer -> address));
    }

    @Override
    public void close() {
        closed = true;
        send("1");
    }

    private URI opened(String handshake) {
        Matcher sid = SID.matcher(handshake);
        if (!sid.find()) {
            throw new IllegalStateException("not a handshake: " + handshake);
        }
        packets.accept(handshake);
        return address("&sid=" + sid.group(1));
    }

    private void poll(URI address) {
        if (!closed) {
            get(address).thenAccept(payload -> {
                for (String packet : payload.split(SEPARATOR)) {
                    packets.accept(packet);
                }
                poll(address);
            });
        }
    }

    private CompletableFuture<String> get(URI address) {
        return http.sendAsync(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
                .thenApply(PollingLink::body);
    }

    private static String body(HttpResponse<String> answer) {
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("status " + answer.statusCode());
        }
        return answer.body();
    }

    private URI address(String query) {
        return URI.create(server + "/socket.io/?EIO=4&transport=polling" + query);
    }
}
