package dev.parley.gateway.transport;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A raw client: HTTP requests, and websockets that record received packets. */
final class Peer {

    static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final String base;

    /** @param context {@code /socket.io} or {@code /engine.io} */
    Peer(int port, String context) {
        this.base = "127.0.0.1:" + port + context;
    }

    HttpResponse<String> get(String query) throws IOException, InterruptedException {
        return send(request(query).GET());
    }

    HttpResponse<String> poll(String sid) throws IOException, InterruptedException {
        return get("EIO=4&transport=polling&sid=" + sid);
    }

    CompletableFuture<HttpResponse<String>> pollLater(String sid) {
        return HTTP.sendAsync(
                request("EIO=4&transport=polling&sid=" + sid).GET().build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> push(String sid, String payload) throws IOException, InterruptedException {
        return send(request("EIO=4&transport=polling&sid=" + sid).POST(HttpRequest.BodyPublishers.ofString(payload)));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpRequest.Builder request(String query) {
        return HttpRequest.newBuilder(URI.create("http://" + base + "/?" + query))
                .timeout(Duration.ofSeconds(20));
    }

    /** A new polling session's sid. */
    String open() throws IOException, InterruptedException {
        return sidOf(get("EIO=4&transport=polling").body());
    }

    static String sidOf(String openPacket) {
        int start = openPacket.indexOf("\"sid\":\"") + 7;
        return openPacket.substring(start, openPacket.indexOf('"', start));
    }

    Socket socket() {
        return socket("EIO=4&transport=websocket");
    }

    Socket socket(String query) {
        return socket(HTTP, query);
    }

    /** {@link #HTTP} would reuse the connection of the last poll. */
    Socket socketOnNewConnection(String query) {
        return socket(HttpClient.newHttpClient(), query);
    }

    private Socket socket(HttpClient client, String query) {
        var socket = new Socket();
        socket.socket = client.newWebSocketBuilder()
                .buildAsync(URI.create("ws://" + base + "/?" + query), socket)
                .join();
        return socket;
    }

    /** A websocket that is in namespace {@code /}. */
    Socket joined() throws InterruptedException {
        Socket socket = socket();
        socket.next();
        socket.send("40");
        socket.next();
        return socket;
    }

    /** Texts as they are, binary as the text of its bytes, the end as {@code closed}. Pings are answered and not returned. */
    static final class Socket implements WebSocket.Listener {
        private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        private final StringBuilder partial = new StringBuilder();
        private volatile boolean isSilent;
        private CompletableFuture<WebSocket> sent = CompletableFuture.completedFuture(null);
        private WebSocket socket;

        /** Stops answering pings. */
        void fallSilent() {
            isSilent = true;
        }

        void send(String packet) {
            inTurn(() -> socket.sendText(packet, true)).join();
        }

        void send(byte... data) {
            inTurn(() -> socket.sendBinary(ByteBuffer.wrap(data), true)).join();
        }

        /** A websocket takes one message at a time, and a pong may come between those of a test. */
        private synchronized CompletableFuture<WebSocket> inTurn(Supplier<CompletableFuture<WebSocket>> send) {
            sent = sent.thenCompose(before -> send.get());
            return sent;
        }

        void sendInPieces(String packet) {
            socket.sendText(packet.substring(0, 1), false).join();
            socket.sendText("", false).join();
            socket.sendText(packet.substring(1), true).join();
        }

        String next() throws InterruptedException {
            String next = heard.poll(20, TimeUnit.SECONDS);
            return next == null ? "nothing within 20 seconds" : next;
        }

        void abort() {
            socket.abort();
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean isLast) {
            partial.append(text);
            if (isLast) {
                String packet = partial.toString();
                partial.setLength(0);
                if (!packet.equals("2")) {
                    heard.add(packet);
                } else if (!isSilent) {
                    return answerPing(from);
                }
            }
            from.request(1);
            return null;
        }

        private CompletionStage<?> answerPing(WebSocket from) {
            from.request(1);
            return inTurn(() -> from.sendText("3", true));
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean isLast) {
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            heard.add(Arrays.toString(bytes));
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            heard.add("closed");
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            heard.add("closed");
        }
    }
}
