package dev.parley.gateway.transport;

import com.corundumstudio.socketio.namespace.Namespace;
import dev.parley.testing.Waiting;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.SingleThreadEventExecutor;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a server holds at one moment.
 *
 * @param lingering sessions that are closed and keep their last packets for a poll
 * @param timers deadlines of sessions and connections on all event loops
 * @param tasks what waits to be run on them
 * @param direct bytes of the default allocator outside the heap, what it keeps for reuse included
 * @param heap bytes after a collection
 */
record Residue(
        int sessions,
        int lingering,
        int clients,
        int rooms,
        int channels,
        int timers,
        int tasks,
        long direct,
        long heap) {

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
        int timers = 0;
        int tasks = 0;
        for (EventLoop loop : pipeline.loops()) {
            timers += timers(pipeline, loop);
            tasks += ((SingleThreadEventExecutor) loop).pendingTasks();
        }
        var metric = ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric();
        System.gc();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        return new Residue(
                pipeline.sessionCount(),
                pipeline.lingeringCount(),
                clients,
                rooms,
                pipeline.openChannels(),
                timers,
                tasks,
                metric.usedDirectMemory(),
                heap);
    }

    private static int timers(SocketIoPipeline pipeline, EventLoop loop) {
        return Waiting.of(CompletableFuture.supplyAsync(
                () -> pipeline.context(loop).deadlines().size(), loop));
    }

    boolean isBackAt(Residue before) {
        return sessions == before.sessions
                && lingering == before.lingering
                && clients == before.clients
                && rooms == before.rooms
                && channels == before.channels
                && timers == before.timers
                && tasks == before.tasks
                && direct <= before.direct + SLACK
                && heap <= before.heap + SLACK;
    }

    /** An idle server, with any memory use. */
    static Residue none() {
        return new Residue(0, 0, 0, 0, 0, 0, 0, Long.MAX_VALUE / 2, Long.MAX_VALUE / 2);
    }

    static String head() {
        return "| | sessions | lingering | clients | rooms | channels | timers | tasks | direct, KB | heap, KB |\n"
                + "|---|---|---|---|---|---|---|---|---|---|";
    }

    String row(String name) {
        return Stream.of(name, sessions, lingering, clients, rooms, channels, timers, tasks, direct / 1024, heap / 1024)
                .map(String::valueOf)
                .collect(Collectors.joining(" | ", "| ", " |"));
    }
}
