package dev.parley.loadtests.server;

import dev.parley.loadtests.client.PlainHttp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A child process. It ends with this program at the latest. */
public final class ServerProcess implements AutoCloseable {

    private static final Duration START_UP = Duration.ofSeconds(60);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(2);
    private static final long STOP_SECONDS = 5;
    private static final Pattern FIGURE = Pattern.compile("\\d+");
    private final String name;
    private final Process process;
    private final Path log;

    private ServerProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /** @param name of its log file under {@code logs}, which is overwritten */
    public static ServerProcess start(String name, Path logs, List<String> command) {
        try {
            Files.createDirectories(logs);
            Path log = logs.resolve(name + ".log");
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            return new ServerProcess(name, process, log);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name, e);
        }
    }

    public ServerProcess awaitPort(int port) throws InterruptedException {
        return await(() -> Ports.isListening(port));
    }

    /** Waits until the address answers 200. */
    public ServerProcess awaitOk(URI address) throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(address).timeout(ANSWER_WITHIN).build();
        return await(
                () -> PlainHttp.CLIENT.send(request, BodyHandlers.discarding()).statusCode() == 200);
    }

    private ServerProcess await(Check check) throws InterruptedException {
        long deadline = System.nanoTime() + START_UP.toNanos();
        while (!holds(check)) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                close();
                throw new IllegalStateException(name + " did not start, see " + log);
            }
            Thread.sleep(50);
        }
        return this;
    }

    private static boolean holds(Check check) throws InterruptedException {
        try {
            return check.holds();
        } catch (IOException notYet) {
            return false;
        }
    }

    public long pid() {
        return process.pid();
    }

    /** Sends a signal by its name, such as {@code STOP}. Returns when it has been sent. */
    public void signal(String signalName) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signalName, Long.toString(pid()))
                .start()
                .waitFor();
    }

    /** Writes a line to its standard input. */
    public void writeLine(String line) throws IOException {
        process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /** Sends SIGTERM and waits for the end. @return the exit code */
    public int end(Duration within) throws InterruptedException {
        process.destroy();
        return awaitEnd(within);
    }

    /** Waits for the end of the process. @return the exit code */
    public int awaitEnd(Duration within) throws InterruptedException {
        if (!process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException(name + " did not end within " + within.toSeconds() + " s, see " + log);
        }
        return process.exitValue();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** The first number after {@code words} in the last line of the log that contains them; 0 if there is none. */
    public long lastFigure(String words) throws IOException {
        return Files.readAllLines(log).stream()
                .filter(line -> line.contains(words))
                .reduce((earlier, later) -> later)
                .map(line ->
                        line.substring(line.indexOf(words) + words.length()).replace(",", ""))
                .map(FIGURE::matcher)
                .filter(Matcher::find)
                .map(found -> Long.parseLong(found.group()))
                .orElse(0L);
    }

    /** {@code kill -9}. Returns when the process has ended. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** {@code kill -9}, without waiting. */
    void destroy() {
        process.destroyForcibly();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private interface Check {
        boolean holds() throws IOException, InterruptedException;
    }
}
