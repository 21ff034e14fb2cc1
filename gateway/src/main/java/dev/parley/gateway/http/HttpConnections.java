package dev.parley.gateway.http;

import dev.parley.gateway.transport.limits.ByteBudget;
import io.netty.channel.Channel;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** The connections of an HTTP port: how many there are, what they hold in sum, and why the server closed some. Any thread. */
final class HttpConnections {

    /** Why the server closed a connection. */
    enum Refusal {
        /** The port has too many connections. */
        TOO_MANY,
        /** The connections hold too many bytes; this one holds the most. */
        TOO_MUCH_MEMORY,
        /** A request or the reading of a response took too long. */
        TOO_SLOW,
        /** Too many requests wait for their responses. */
        PIPELINING
    }

    private final HttpLimits limits;
    private final Consumer<Refusal> refusals;
    private final ByteBudget budget;
    private final AtomicInteger open = new AtomicInteger();

    /** @param refusals receives the reason of each connection that is closed; any thread */
    HttpConnections(HttpLimits limits, Consumer<Refusal> refusals) {
        this.limits = limits;
        this.refusals = refusals;
        this.budget = new ByteBudget(limits.bytes());
    }

    HttpLimits limits() {
        return limits;
    }

    /** Counts {@code channel} until it is closed, and closes it if it is one too many. */
    boolean admit(Channel channel) {
        channel.closeFuture().addListener(closed -> open.decrementAndGet());
        if (open.incrementAndGet() <= limits.connections()) {
            return true;
        }
        close(channel, Refusal.TOO_MANY);
        return false;
    }

    /** @param evicted see {@link ByteBudget#open} */
    ByteBudget.Account account(Runnable evicted) {
        return budget.open(evicted);
    }

    void close(Channel channel, Refusal reason) {
        refusals.accept(reason);
        channel.close();
    }
}
