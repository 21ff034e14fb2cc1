package dev.parley.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** The smallest Redis client: one line out, one line back. */
final class InlineRedis implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader answers;

    InlineRedis(String address) throws IOException {
        var uri = URI.create(address);
        socket = new Socket(uri.getHost(), uri.getPort());
        answers = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    /** The first line of the answer; of a bulk string, its first line. */
    String ask(String command) throws IOException {
        socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
        var line = answers.readLine();
        return line.startsWith("$") && !line.equals("$-1") ? answers.readLine() : line;
    }

    long processId() throws IOException {
        ask("INFO server");
        String line;
        do {
            line = answers.readLine();
        } while (!line.startsWith("process_id:"));
        return Long.parseLong(line.substring("process_id:".length()));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
