package dev.parley.loadtests.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The TCP relays between the nodes and their stores, in a process of their own, so that a busy load generator does not slow them. The
 * program is {@code dev.parley.testing.TcpRelay} of the core module's tests.
 */
public final class Relays implements AutoCloseable {

    private final ServerProcess process;

    private Relays(ServerProcess process) {
        this.process = process;
    }

    /** A relay listens on {@code port} and connects to {@code target}. */
    public record Route(int port, int target) {}

    static Relays start(String name, Path logs, Path testClasses, List<Route> routes) throws InterruptedException {
        List<String> command = new ArrayList<>(CommandLines.java("-Xmx128m -XX:+UseSerialGC", testClasses.toString()));
        command.add("dev.parley.testing.TcpRelay");
        routes.forEach(route -> command.add(route.port() + "=" + route.target()));
        ServerProcess process = ServerProcess.start(name, logs, command);
        for (Route route : routes) {
            process.awaitPort(route.port());
        }
        return new Relays(process);
    }

    /** Ends every connection of the relay and refuses new ones. */
    public void cut(int relay) throws IOException {
        process.writeLine("cut " + relay);
    }

    /** Keeps connections open and passes nothing on. */
    public void hang(int relay) throws IOException {
        process.writeLine("hang " + relay);
    }

    /** Passes requests on and holds the replies. */
    public void hangReplies(int relay) throws IOException {
        process.writeLine("hang-replies " + relay);
    }

    public void delay(int relay, long millis) throws IOException {
        process.writeLine("delay " + relay + " " + millis);
    }

    /** Ends the replies of open connections, which stay open for requests. */
    public void halfClose(int relay) throws IOException {
        process.writeLine("half-close " + relay);
    }

    public void restore(int relay) throws IOException {
        process.writeLine("restore " + relay);
    }

    @Override
    public void close() {
        process.close();
    }
}
