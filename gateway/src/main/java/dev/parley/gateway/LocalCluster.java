package dev.parley.gateway;

import dev.parley.core.error.ErrorCode;
import dev.parley.core.error.Rejection;
import dev.parley.gateway.config.GatewayConfig;
import dev.parley.gateway.config.GatewayConfig.Ports;
import dev.parley.gateway.lifecycle.ParallelStop;
import dev.parley.gateway.nodes.LocalNode;
import dev.parley.gateway.nodes.LocalNode.State;
import dev.parley.gateway.nodes.LocalNodes;
import dev.parley.presence.NodeId;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The nodes of this process. In a cluster for trials, with several nodes, the demo page and {@code --auth none}, nodes can be killed and
 * started again over HTTP.
 */
final class LocalCluster implements LocalNodes {
    private static final Logger LOG = LoggerFactory.getLogger(LocalCluster.class);
    /** Until the response to the request for it was written. */
    private static final long ACT_AFTER_MS = 100;

    private final List<Slot> slots = new ArrayList<>();
    private final Supplier<String> ids;
    private final Clock clock;
    private final Optional<LocalNodes> killable;
    /** Kills and starts nodes, one after the other. */
    private final ScheduledExecutorService worker =
            Executors.newSingleThreadScheduledExecutor(new DefaultThreadFactory("parley-nodes", true));

    private boolean stopped;

    /** What one node after the other of the same number has in common. Guarded by the cluster. */
    private static final class Slot {
        private final int number;
        private GatewayConfig config;
        private GatewayNode node;
        private State state = State.STARTING;

        private Slot(int number, GatewayConfig config) {
            this.number = number;
            this.config = config;
        }
    }

    /** @param ids of the nodes that are started again */
    LocalCluster(List<GatewayConfig> configs, Supplier<String> ids, Clock clock) {
        this.ids = ids;
        this.clock = clock;
        this.killable = isForTrials(configs) ? Optional.of(this) : Optional.empty();
        for (GatewayConfig config : configs) {
            Slot slot = new Slot(slots.size() + 1, config);
            slot.node = new GatewayNode(config, clock, killable);
            slots.add(slot);
        }
    }

    /** Deliberate: never where clients have to prove who they are, which an installation in production demands. */
    static boolean isForTrials(List<GatewayConfig> configs) {
        GatewayConfig any = configs.get(0);
        return configs.size() > 1 && any.demo() && any.tokens().isEmpty();
    }

    /** Starts one node after the other. Blocks until all serve; throws what the start of a node throws. */
    void start() throws InterruptedException {
        for (Slot slot : slots) {
            start(slot.node, slot.config);
            started(slot);
        }
    }

    /** Stops all nodes at the same time. Blocks; may be called twice. */
    void stop() {
        ParallelStop.run(nodesToStop());
    }

    private synchronized List<Runnable> nodesToStop() {
        stopped = true;
        worker.shutdownNow();
        return slots.stream().<Runnable>map(slot -> slot.node::stop).toList();
    }

    /** Only after {@link #start}. */
    synchronized List<Ports> ports() {
        return slots.stream().map(slot -> slot.config.ports()).toList();
    }

    @Override
    public synchronized List<LocalNode> all() {
        return slots.stream().map(LocalCluster::view).toList();
    }

    @Override
    public synchronized Optional<LocalNode> kill(int number) {
        Optional<Slot> found = find(number);
        found.filter(slot -> slot.state != State.KILLED).ifPresent(slot -> {
            requireKillable(slot);
            slot.state = State.KILLED;
            GatewayNode node = slot.node;
            LOG.warn("node {} is killed, as requested over HTTP", slot.config.nodeId());
            worker.schedule(node::kill, ACT_AFTER_MS, TimeUnit.MILLISECONDS);
        });
        return found.map(LocalCluster::view);
    }

    @Override
    public synchronized Optional<LocalNode> start(int number) {
        Optional<Slot> found = find(number);
        found.filter(slot -> slot.state == State.KILLED).ifPresent(slot -> {
            slot.config = slot.config.startedAgain(new NodeId(ids.get() + "-" + slot.number));
            slot.state = State.STARTING;
            worker.schedule(() -> startAgain(slot), ACT_AFTER_MS, TimeUnit.MILLISECONDS);
        });
        return found.map(LocalCluster::view);
    }

    private void requireKillable(Slot slot) {
        if (slot.state == State.STARTING) {
            throw new Rejection(ErrorCode.FORBIDDEN, "node " + slot.number + " starts; wait until it runs");
        }
        if (slots.stream().filter(other -> other.state == State.RUNNING).count() == 1) {
            throw new Rejection(
                    ErrorCode.FORBIDDEN, "node " + slot.number + " is the last one that runs; start another one first");
        }
    }

    /** Deliberate: catches any exception, because Netty throws undeclared ones; the node can be started once more. */
    private void startAgain(Slot slot) {
        GatewayNode node = replace(slot);
        try {
            start(node, slot.config);
            started(slot);
            LOG.info("node {} serves", slot.config.nodeId());
        } catch (Exception failure) {
            LOG.error("node {} cannot be started: {}", slot.config.nodeId(), failure.getMessage());
            node.kill();
            failed(slot);
        }
    }

    private synchronized GatewayNode replace(Slot slot) {
        if (stopped) {
            throw new IllegalStateException("stopped");
        }
        slot.node = new GatewayNode(slot.config, clock, killable);
        return slot.node;
    }

    /** A start may find a port in use, which is explained. */
    private static void start(GatewayNode node, GatewayConfig config) throws InterruptedException {
        try {
            node.start();
        } catch (InterruptedException interrupted) {
            throw interrupted;
        } catch (Exception failure) {
            throw FreePorts.explained(failure, config);
        }
    }

    private synchronized void started(Slot slot) {
        slot.config = slot.config.on(slot.node.ports());
        slot.state = State.RUNNING;
    }

    private synchronized void failed(Slot slot) {
        slot.state = State.KILLED;
    }

    private Optional<Slot> find(int number) {
        return slots.stream().filter(slot -> slot.number == number).findFirst();
    }

    private static LocalNode view(Slot slot) {
        Ports ports = slot.config.ports();
        return new LocalNode(
                slot.number, slot.config.nodeId().value(), ports.socket(), ports.http(), ports.ops(), slot.state);
    }
}
