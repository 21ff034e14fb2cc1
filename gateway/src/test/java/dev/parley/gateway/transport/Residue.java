package dev.parley.gateway.transport;

import com.corundumstudio.socketio.namespace.Namespace;
import dev.parley.gateway.support.Waiting;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.channel.EventLoop;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CompletableFuture;

/**
 * What a server holds at one moment.
 *
 * @param timers deadlines of sessions and connections on all event loops
 * @param direct bytes of the default allocator outside the heap, what it keeps for reuse included
 * @param heap bytes after a collection
 */
record Residue(int sessions, int clients, int rooms, int channels, int timers, long direct, long heap) {

    /** What the allocators of a few event loops keep for reuse, and what the tests themselves hold. */
    private static final long SLACK = 24L << 20;

    static Residue of(ProtocolTestServer server, WatchedPipeline pipeline) {
        int clients = 0;
        int rooms = 0;
        for (String name : new String[] {"", "/custom"}) {
            var namespace = (Namespace) server.server().getNamespace(name);
            clients += namespace.getAllClients().size();
            rooms += namespace.getRooms().size();
        }
        int timers = pipeline.loops().stream()
                .mapToInt(loop -> timers(pipeline, loop))
                .sum();
        var metric = ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric();
        System.gc();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        return new Residue(
                pipeline.sessionCount(),
                clients,
                rooms,
                pipeline.openChannels(),
                timers,
                metric.usedDirectMemory(),
                heap);
    }

    private static int timers(SocketIoPipeline pipeline, EventLoop loop) {
        return Waiting.of(CompletableFuture.supplyAsync(
                () -> pipeline.context(loop).deadlines().size(), loop));
    }

    boolean isBackAt(Residue before) {
        return sessions == before.sessions
                && clients == before.clients
                && rooms == before.rooms
                && channels == before.channels
                && timers == before.timers
                && direct <= before.direct + SLACK
                && heap <= before.heap + SLACK;
    }

    String row(String name) {
        return String.format(
                "%-8s %9d %9d %6d %9d %7d %12d %12d", name, sessions, clients, rooms, channels, timers, direct, heap);
    }

    static String head() {
        return String.format(
                "%-8s %9s %9s %6s %9s %7s %12s %12s",
                "", "sessions", "clients", "rooms", "channels", "timers", "direct", "heap");
    }
}
