package dev.parley.loadtests.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server that this program started and ends; it also ends with this program. */
public final class ServerProcess implements AutoCloseable {

    private static final Duration START_UP = Duration.ofSeconds(60);
    private static final long STOP_SECONDS = 5;
    private static final Pattern FIGURE = Pattern.compile("\\d+");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final String name;
    private final Process process;
    private final Path log;

    private ServerProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /** @param name of its log file under {@code logs}, which keeps what the last process of that name said */
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
        HttpRequest request = HttpRequest.newBuilder(address).build();
        return await(() -> HTTP.send(request, BodyHandlers.discarding()).statusCode() == 200);
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

    /** Sends a signal by its name, such as {@code USR2}, for what the server does on request. */
    public void signal(String signalName) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signalName, Long.toString(pid()))
                .start()
                .waitFor();
    }

    /** Asks it to end, as an operator does, and waits. @return the exit code */
    public int end(Duration within) throws InterruptedException {
        process.destroy();
        return awaitEnd(within);
    }

    /** Waits until it has ended by itself. @return the exit code */
    public int awaitEnd(Duration within) throws InterruptedException {
        if (!process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException(name + " did not end within " + within.toSeconds() + " s, see " + log);
        }
        return process.exitValue();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** The first number behind these words where they were last said; 0 where they never were. */
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

    /** Ends it without a word, as a crash does. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
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
