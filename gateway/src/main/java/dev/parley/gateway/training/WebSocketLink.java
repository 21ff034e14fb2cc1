package dev.parley.gateway.training;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Engine.IO over a websocket from the start. */
final class WebSocketLink implements PacketLink, WebSocket.Listener {
    private final Consumer<String> packets;
    private final StringBuilder received = new StringBuilder();
    private CompletableFuture<WebSocket> sending;

    private WebSocketLink(HttpClient http, URI server, Consumer<String> packets) {
        this.packets = packets;
        URI address = URI.create("ws://" + server.getAuthority() + "/socket.io/?EIO=4&transport=websocket");
        sending = http.newWebSocketBuilder().buildAsync(address, this);
    }

    static Opener on(HttpClient http, URI server) {
        return packets -> new WebSocketLink(http, server, packets);
    }

    @Override
    public synchronized void send(String packet) {
        sending = sending.thenCompose(socket -> socket.sendText(packet, true));
    }

    @Override
    public synchronized void close() {
        sending = sending.thenCompose(socket -> socket.sendClose(WebSocket.NORMAL_CLOSURE, ""));
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
        received.append(text);
        if (last) {
            packets.accept(received.toString());
            received.setLength(0);
        }
        socket.request(1);
        return null;
    }
}
