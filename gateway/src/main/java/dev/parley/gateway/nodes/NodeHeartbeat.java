package dev.parley.gateway.nodes;

import dev.parley.gateway.timers.PeriodicTask;
import dev.parley.presence.NodeId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Renews this node's entry in the directory and reads those of the others. The next beat makes up for one that fails. */
public final class NodeHeartbeat {
    private static final Logger LOG = LoggerFactory.getLogger(NodeHeartbeat.class);

    private final NodeDirectory directory;
    private final Supplier<NodeEntry> self;
    private final NodeId id;
    private final Duration every;
    private final ScheduledExecutorService timer;
    private final Consumer<List<NodeDirectory.Entry>> observer;
    private PeriodicTask beats;

    /**
     * @param self asked at each beat; must not block
     * @param every well below the directory's lease
     * @param timer stays the caller's to shut down
     * @param observer is given the live nodes at each beat; must not block
     */
    public NodeHeartbeat(
            NodeDirectory directory,
            NodeId id,
            Supplier<NodeEntry> self,
            Duration every,
            ScheduledExecutorService timer,
            Consumer<List<NodeDirectory.Entry>> observer) {
        this.directory = directory;
        this.id = id;
        this.self = self;
        this.every = every;
        this.timer = timer;
        this.observer = observer;
    }

    public synchronized void start() {
        beats = PeriodicTask.startNow("the heartbeat of this node", timer, every, this::beat);
    }

    /** Removes the node from the directory, if Redis can be reached. May be called twice. */
    public synchronized void stop() {
        if (beats != null) {
            beats.cancel();
            beats = null;
            directory.withdraw(id).exceptionally(NodeHeartbeat::failed);
        }
    }

    private void beat() {
        directory
                .announce(self.get())
                .thenCompose(done -> directory.nodes())
                .thenAccept(observer)
                .exceptionally(NodeHeartbeat::failed);
    }

    private static Void failed(Throwable failure) {
        LOG.debug("The node directory was not reached: {}", failure.toString());
        return null;
    }
}
