package dev.parley.gateway.acceptance;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A raw client on the JDK's websocket, for handwritten Engine.IO and Socket.IO packets. */
final class HandMadeClient implements WebSocket.Listener, AutoCloseable {
    private static final int SECONDS = 30;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final BlockingQueue<Object> received = new LinkedBlockingQueue<>();
    private final CompletableFuture<Boolean> closed = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();
    private WebSocket socket;
    private volatile boolean reads = true;

    private HandMadeClient() {}

    static HandMadeClient connect(int port) throws Exception {
        var client = new HandMadeClient();
        var uri = URI.create("ws://127.0.0.1:" + port + "/socket.io/?EIO=4&transport=websocket");
        client.socket = HTTP.newWebSocketBuilder().buildAsync(uri, client).get(SECONDS, TimeUnit.SECONDS);
        return client;
    }

    /** Completes the handshake, joins the namespace {@code /} and receives the greeting. */
    static HandMadeClient joined(int port) throws Exception {
        var client = connect(port);
        client.nextText();
        client.send("40");
        client.nextText();
        client.nextText();
        return client;
    }

    void send(String packet) throws Exception {
        socket.sendText(packet, true).get(SECONDS, TimeUnit.SECONDS);
    }

    void send(byte[] attachment) throws Exception {
        socket.sendBinary(ByteBuffer.wrap(attachment), true).get(SECONDS, TimeUnit.SECONDS);
    }

    /** The next text that is no heartbeat; those are answered on the way. */
    String nextText() throws Exception {
        return (String) next();
    }

    byte[] nextBytes() throws Exception {
        return (byte[]) next();
    }

    private Object next() throws Exception {
        var packet = received.poll(SECONDS, TimeUnit.SECONDS);
        if (packet == null) {
            throw new TimeoutException("nothing was received for " + SECONDS + " s; closed: " + closed.isDone());
        }
        return packet;
    }

    /** Whether the server ends the connection in good time. */
    boolean awaitClose() throws Exception {
        return closed.get(SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            packet(text.toString());
            text.setLength(0);
        }
        if (reads) {
            webSocket.request(1);
        }
        return null;
    }

    /** Reads one more packet, and then none. */
    void stopReading() {
        reads = false;
    }

    private void packet(String packet) {
        if (packet.equals("2")) {
            socket.sendText("3", true);
        } else {
            received.add(packet);
        }
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
        var bytes = new byte[data.remaining()];
        data.get(bytes);
        received.add(bytes);
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closed.complete(true);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closed.complete(true);
    }

    @Override
    public void close() {
        socket.abort();
    }
}
