package dev.parley.gateway.transport;

import dev.parley.testing.Waiting;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Records the disconnect reasons of sessions, and drops. */
final class RecordedMetrics implements TransportMetrics {

    final BlockingQueue<DisconnectReason> ends = new LinkedBlockingQueue<>();
    final BlockingQueue<String> drops = new LinkedBlockingQueue<>();
    final BlockingQueue<String> refusals = new LinkedBlockingQueue<>();
    private final AtomicInteger unended = new AtomicInteger();

    @Override
    public void opened(String transport) {
        unended.incrementAndGet();
    }

    @Override
    public void closed(String transport, DisconnectReason reason) {
        ends.add(reason);
        unended.decrementAndGet();
    }

    @Override
    public void dropped(String reason) {
        drops.add(reason);
    }

    @Override
    public void refused(String error) {
        refusals.add(error);
    }

    /** Everybody of the test before is gone, and recorded: a session is counted a moment after it left the registry. */
    void closeAll(SocketIoPipeline pipeline) {
        pipeline.forEachSession(session -> session.close(DisconnectReason.DRAINING));
        Waiting.until("all sessions have ended", () -> pipeline.sessionCount() == 0 && unended.get() == 0);
        ends.clear();
        drops.clear();
        refusals.clear();
    }
}
