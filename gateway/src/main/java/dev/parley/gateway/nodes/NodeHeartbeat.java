package dev.parley.gateway.nodes;

import dev.parley.gateway.timers.PeriodicTask;
import dev.parley.presence.NodeId;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps this node's entry in the directory. A failure is logged and mended by the next beat. */
public final class NodeHeartbeat {
    private static final Logger LOG = LoggerFactory.getLogger(NodeHeartbeat.class);

    private final NodeDirectory directory;
    private final Supplier<NodeEntry> self;
    private final NodeId id;
    private final Duration every;
    private final ScheduledExecutorService timer;
    private PeriodicTask beats;

    /**
     * @param self asked at each beat; must not block
     * @param every well below the directory's lease
     * @param timer stays the caller's to shut down
     */
    public NodeHeartbeat(
            NodeDirectory directory,
            NodeId id,
            Supplier<NodeEntry> self,
            Duration every,
            ScheduledExecutorService timer) {
        this.directory = directory;
        this.id = id;
        this.self = self;
        this.every = every;
        this.timer = timer;
    }

    public synchronized void start() {
        beats = PeriodicTask.startNow("the heartbeat of this node", timer, every, this::beat);
    }

    /** Takes the node off the directory, as far as Redis can be reached. May be called twice. */
    public synchronized void stop() {
        if (beats != null) {
            beats.cancel();
            beats = null;
            directory.withdraw(id).exceptionally(NodeHeartbeat::failed);
        }
    }

    private void beat() {
        directory.announce(self.get()).exceptionally(NodeHeartbeat::failed);
    }

    private static Void failed(Throwable failure) {
        LOG.debug("the cluster directory was not reached: {}", failure.toString());
        return null;
    }
}
