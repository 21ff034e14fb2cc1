package dev.parley.gateway.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.Deflater;

/** Connections that break every rule, each by a seeded choice. Many stay open on this side: it is the server that has to end them. */
final class HostilePeer implements AutoCloseable {

    private interface Attack {
        void run(Random random) throws IOException;
    }

    private static final int PATIENCE_MILLIS = 10_000;
    private static final String OPEN = "GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String KEY = "Sec-WebSocket-Key: AAECAwQFBgcICQoLDA0ODw==\r\n";

    private final int port;
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final byte[] bomb = deflated(new byte[8 << 20]);
    private final List<Attack> attacks = List.of(
            this::garbage,
            this::halfHandshake,
            this::badUpgrade,
            this::hangingUpgrade,
            this::oversize,
            this::flood,
            this::neverPonging,
            this::optionsStorm,
            this::deflateBomb,
            this::duplicatePolls,
            this::brokenFrames);

    HostilePeer(int port) {
        this.port = port;
    }

    /** One attack. A connection that the server closes counts as answered. */
    void attack(long seed) {
        var random = new Random(seed);
        try {
            attacks.get((int) (seed % attacks.size())).run(random);
        } catch (IOException e) {
            // the server has closed the connection, which is what it should do
        }
    }

    private void garbage(Random random) throws IOException {
        byte[] bytes = new byte[1 + random.nextInt(20_000)];
        random.nextBytes(bytes);
        send(connect(), bytes);
    }

    private void halfHandshake(Random random) throws IOException {
        String whole = random.nextBoolean() ? OPEN : upgrade("", "");
        Socket socket = connect();
        send(socket, whole.substring(0, random.nextInt(whole.length())));
        if (random.nextBoolean()) {
            socket.close();
        }
    }

    private void badUpgrade(Random random) throws IOException {
        String good = upgrade("", "");
        String bad =
                switch (random.nextInt(4)) {
                    case 0 -> good.replace("Version: 13", "Version: 12");
                    case 1 -> good.replace(KEY, "");
                    case 2 -> upgrade("&sid=unknown", "");
                    default -> good.replace("AAECAwQFBgcICQoLDA0ODw==", "*");
                };
        Socket socket = connect();
        send(socket, bad);
        head(socket);
    }

    /** A websocket for a polling session, which then says nothing, something else, or probes and stops. */
    private void hangingUpgrade(Random random) throws IOException {
        String sid = openPolling();
        Socket socket = connect();
        send(socket, upgrade("&sid=" + sid, ""));
        head(socket);
        switch (random.nextInt(3)) {
            case 0 -> send(socket, frame(0x81, "2probe"));
            case 1 -> send(socket, frame(0x81, "4early"));
            default -> {}
        }
    }

    private void oversize(Random random) throws IOException {
        if (random.nextBoolean()) {
            String sid = openPolling();
            Socket socket = connect();
            send(socket, push(sid, 2_000_000));
            send(socket, new byte[200_000]);
        } else {
            Socket socket = joined("");
            send(socket, new byte[] {(byte) 0x82, (byte) 0xff, 0, 0, 0, 0, 0x7f, 0, 0, 0, 0, 0, 0, 0});
            send(socket, new byte[200_000]);
        }
    }

    private void flood(Random random) throws IOException {
        Socket socket = joined("");
        var all = new ByteArrayOutputStream();
        for (int i = 0; i < 500; i++) {
            all.writeBytes(frame(0x81, "42[\"message\",\"" + "x".repeat(random.nextInt(100)) + "\"]"));
        }
        send(socket, all.toByteArray());
    }

    /** In a namespace or not, on either transport: silent from now on. */
    private void neverPonging(Random random) throws IOException {
        if (random.nextBoolean()) {
            String sid = openPolling();
            Socket socket = connect();
            send(socket, push(sid, 2) + "40");
            head(socket);
        } else if (random.nextBoolean()) {
            joined("");
        } else {
            webSocket("");
        }
    }

    private void optionsStorm(Random random) throws IOException {
        Socket socket = connect();
        String sid = random.nextBoolean() ? "&sid=" + random.nextInt() : "";
        for (int i = 0; i < 20; i++) {
            send(
                    socket,
                    "OPTIONS /socket.io/?EIO=4&transport=polling" + sid
                            + " HTTP/1.1\r\nHost: x\r\nOrigin: http://a.example\r\n\r\n");
            head(socket);
        }
    }

    private void deflateBomb(Random random) throws IOException {
        Socket socket = joined("Sec-WebSocket-Extensions: permessage-deflate\r\n");
        send(socket, frame(random.nextBoolean() ? 0xc1 : 0xc2, bomb));
        socket.getInputStream().readAllBytes();
    }

    private void duplicatePolls(Random random) throws IOException {
        String sid = openPolling();
        for (int i = 0; i < 2 + random.nextInt(2); i++) {
            send(connect(), OPEN.replace("polling ", "polling&sid=" + sid + " "));
        }
    }

    private void brokenFrames(Random random) throws IOException {
        Socket socket = joined("");
        switch (random.nextInt(5)) {
            case 0 -> send(socket, new byte[] {(byte) 0x81, 1, '4'}); // without a mask
            case 1 -> send(socket, frame(0x83, "reserved"));
            case 2 -> send(socket, frame(0x81, new byte[] {'4', (byte) 0xff}));
            case 3 -> send(socket, frame(0x01, "4 the rest never comes"));
            default -> {
                send(socket, frame(0x81, "453-[\"message\",{\"_placeholder\":true,\"num\":0}]"));
                send(socket, frame(0x82, "one of three"));
            }
        }
        if (random.nextBoolean()) {
            socket.close();
        }
    }

    // ---- means

    Socket connect() throws IOException {
        var socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        sockets.add(socket);
        return socket;
    }

    String openPolling() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            send(socket, OPEN);
            String head = head(socket);
            int start = head.toLowerCase(Locale.ROOT).indexOf("x-parley-sid: ") + 14;
            return head.substring(start, start + 24);
        }
    }

    private Socket webSocket(String headers) throws IOException {
        Socket socket = connect();
        send(socket, upgrade("", headers));
        head(socket);
        return socket;
    }

    Socket joined(String headers) throws IOException {
        Socket socket = webSocket(headers);
        send(socket, frame(0x81, "40"));
        return socket;
    }

    static String upgrade(String query, String headers) {
        return "GET /socket.io/?EIO=4&transport=websocket" + query + " HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n"
                + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n" + KEY + headers + "\r\n";
    }

    private static String push(String sid, int length) {
        return "POST /socket.io/?EIO=4&transport=polling&sid=" + sid + " HTTP/1.1\r\nHost: x\r\nContent-Length: "
                + length + "\r\n\r\n";
    }

    static void send(Socket socket, String text) throws IOException {
        send(socket, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    static void send(Socket socket, byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    static String head(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("closed");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    static byte[] frame(int first, String text) {
        return frame(first, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Under the mask 0. */
    static byte[] frame(int first, byte[] content) {
        var frame = new ByteArrayOutputStream();
        frame.write(first);
        if (content.length < 126) {
            frame.write(0x80 | content.length);
        } else {
            frame.write(0xfe);
            frame.write(content.length >> 8);
            frame.write(content.length);
        }
        frame.writeBytes(new byte[4]);
        frame.writeBytes(content);
        return frame.toByteArray();
    }

    private static byte[] deflated(byte[] content) {
        var deflater = new Deflater(9, true);
        deflater.setInput(content);
        byte[] buffer = new byte[60_000];
        int length = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
        deflater.end();
        return Arrays.copyOf(buffer, length - 4);
    }

    @Override
    public void close() {
        for (Socket socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                // gone already
            }
        }
    }
}
