package dev.parley.gateway.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * An SMTP server whose replies are scripted per command. The pseudo commands {@code CONNECT} and {@code .} stand for the greeting and
 * the end of a message.
 */
final class ScriptedSmtpServer implements AutoCloseable {
    /** No reply; the connection stays open. */
    static final String HANG = "hang";
    /** The connection is closed without a reply. */
    static final String DROP = "drop";
    /** A reply without an end, one byte at a time. */
    static final String DRIP = "drip";

    private static final int DRIP_MILLIS = 100;

    private final ServerSocket listener;
    private final Map<String, Deque<String>> script = new ConcurrentHashMap<>();
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final Queue<String> commands = new ConcurrentLinkedQueue<>();
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();

    ScriptedSmtpServer() {
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        on("CONNECT", "220 ready")
                .on("EHLO", "250 hello")
                .on("DATA", "354 go on")
                .on("QUIT", "221 bye");
        daemon(this::accept);
    }

    /** One reply for each time that the command comes; the last one for all further times. */
    ScriptedSmtpServer on(String command, String... replies) {
        script.put(command, new ArrayDeque<>(List.of(replies)));
        return this;
    }

    int port() {
        return listener.getLocalPort();
    }

    /** All that was received, in lines: commands and contents. */
    List<String> lines() {
        return List.copyOf(lines);
    }

    /** The received commands that begin with this word. */
    List<String> commands(String word) {
        return commands.stream().filter(line -> line.startsWith(word)).toList();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                sockets.add(socket);
                daemon(() -> serve(socket));
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    private void serve(Socket socket) {
        try (socket;
                var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            boolean goesOn = reply(socket, "CONNECT");
            boolean isContent = false;
            for (String line = in.readLine(); goesOn && line != null; line = in.readLine()) {
                lines.add(line);
                if (!isContent || line.equals(".")) {
                    commands.add(line);
                    String command = line.split("[ :]", 2)[0];
                    isContent =
                            command.equals("DATA") && script.get("DATA").peek().startsWith("354");
                    goesOn = reply(socket, command);
                }
            }
        } catch (IOException closed) {
            // by the client or by the end of the test
        }
    }

    /** Whether the connection goes on. */
    private boolean reply(Socket socket, String command) throws IOException {
        String reply = next(command);
        OutputStream out = socket.getOutputStream();
        while (reply.equals(DRIP)) {
            out.write('2');
            LockSupport.parkNanos(DRIP_MILLIS * 1_000_000L);
        }
        if (!reply.equals(HANG) && !reply.equals(DROP)) {
            out.write((reply + "\r\n").getBytes(StandardCharsets.UTF_8));
        }
        return !reply.equals(DROP);
    }

    private String next(String command) {
        Deque<String> replies = script.getOrDefault(command, new ArrayDeque<>(List.of("250 ok")));
        synchronized (replies) {
            return replies.size() > 1 ? replies.poll() : replies.peek();
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "test-smtp");
        thread.setDaemon(true);
        thread.start();
    }
}
