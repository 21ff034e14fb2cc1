package dev.parley.gateway.webhooks;

import dev.parley.core.outbox.EndpointState;
import dev.parley.core.outbox.EndpointStates;
import dev.parley.core.outbox.EventType;
import dev.parley.core.outbox.Outbox;
import dev.parley.gateway.files.WatchedFile;
import dev.parley.gateway.outgoing.OutgoingClient;
import dev.parley.gateway.shards.ShardLeases;
import dev.parley.gateway.timers.PeriodicTask;
import dev.parley.gateway.timers.UntilDone;
import dev.parley.presence.NodeId;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.redisson.api.RedissonClient;

/**
 * The webhooks of a node: a worker per endpoint of the file. Events are marked from {@link #start} on; they are delivered once the
 * indexes exist, the states of the endpoints are known, and this node holds shards.
 */
public final class Webhooks {
    private static final Duration STATES_EVERY = Duration.ofSeconds(1);
    private static final Duration COUNT_EVERY = Duration.ofSeconds(10);
    private static final int MOST_COUNTED = 100_000;

    private final WatchedFile<Map<String, WebhookEndpoint>> file;
    private final Outbox outbox;
    private final EndpointStates states;
    private final ShardLeases leases;
    private final OutgoingClient client;
    private final MeterRegistry registry;
    private final ScheduledExecutorService timer;
    private final Clock clock;
    private final Map<String, WebhookMeters> meters = new ConcurrentHashMap<>();
    private final List<PeriodicTask> tasks = new ArrayList<>();
    private volatile Map<String, Running> running = Map.of();
    private volatile boolean isIndexed;

    private record Running(EndpointWorker worker, EndpointHealth health) {}

    /** @param keyPrefix of the leases in Redis, without braces */
    public Webhooks(
            Path file,
            Outbox outbox,
            EndpointStates states,
            RedissonClient redis,
            String keyPrefix,
            NodeId node,
            MeterRegistry registry,
            ScheduledExecutorService timer,
            Clock clock) {
        this.file = new WatchedFile<>("webhooks", file, WebhooksFile::parse, timer);
        this.outbox = outbox;
        this.states = states;
        this.leases = new ShardLeases(redis, keyPrefix, "webhooks", node, System::nanoTime);
        this.client = new OutgoingClient("parley-webhooks", clock);
        this.registry = registry;
        this.timer = timer;
        this.clock = clock;
    }

    /** Before the first event that is to be delivered. */
    public synchronized void start() {
        file.start(this::use);
        createIndexes();
    }

    /** Ends what is in flight, then releases the shards. May be called twice. */
    public synchronized CompletionStage<Void> stop() {
        file.stop();
        tasks.forEach(PeriodicTask::cancel);
        return stopWorkers(running.values())
                .thenCompose(ended -> leases.stop())
                .whenComplete((released, failure) -> client.stop());
    }

    /** The endpoints that are paused, in order of name. */
    public Set<String> paused() {
        return running.values().stream()
                .filter(each -> each.health().state().isPaused())
                .map(each -> each.worker().endpoint().name())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void createIndexes() {
        UntilDone.keepTrying("the indexes of webhooks cannot be created", timer, outbox::start)
                .thenRun(this::begin);
    }

    private synchronized void begin() {
        isIndexed = true;
        leases.start(timer);
        tasks.add(PeriodicTask.startNow("reading the states of webhooks", timer, STATES_EVERY, this::readStates));
        tasks.add(PeriodicTask.startNow("counting pending webhooks", timer, COUNT_EVERY, this::count));
    }

    /** Every version of the file starts workers of its own; those of the version before end what is in flight. */
    private synchronized void use(Map<String, WebhookEndpoint> endpoints) {
        outbox.subscribe(subscriptions(endpoints.values()));
        Collection<Running> before = running.values();
        Map<String, Running> now = new LinkedHashMap<>();
        endpoints.forEach((name, endpoint) -> now.put(name, newWorker(endpoint)));
        running = now;
        stopWorkers(before);
        if (isIndexed) {
            readStates();
        }
    }

    private static Map<EventType, Set<String>> subscriptions(Collection<WebhookEndpoint> endpoints) {
        Map<EventType, Set<String>> subscribed = new EnumMap<>(EventType.class);
        endpoints.forEach(endpoint -> endpoint.events().forEach(type -> subscribed
                .computeIfAbsent(type, first -> new TreeSet<>())
                .add(endpoint.name())));
        return subscribed;
    }

    private Running newWorker(WebhookEndpoint endpoint) {
        EndpointHealth health = new EndpointHealth(endpoint, states, clock);
        EndpointWorker worker = new EndpointWorker(
                endpoint,
                new OutboxPages(outbox, endpoint.name(), endpoint.events()),
                new DeliveredEvents(outbox, endpoint.name()),
                leases::owned,
                new WebhookSender(client, clock),
                new EndpointBackOff(() -> ThreadLocalRandom.current().nextDouble()),
                health,
                metersOf(endpoint.name()),
                timer,
                System::nanoTime);
        return new Running(worker, health);
    }

    private WebhookMeters metersOf(String endpoint) {
        return meters.computeIfAbsent(endpoint, name -> new WebhookMeters(registry, name, clock));
    }

    private void readStates() {
        states.all()
                .thenAccept(known -> running.forEach((name, each) -> {
                    EndpointState state = known.getOrDefault(name, EndpointState.NEW);
                    each.health().use(state);
                    if (state.isPaused() != each.worker().isPaused()) {
                        each.worker().pause(state.isPaused());
                    }
                }));
    }

    private void count() {
        Set<Integer> own = leases.owned();
        running.keySet().forEach(name -> outbox.count(name, own, MOST_COUNTED)
                .thenAccept(documents -> metersOf(name).pending(documents)));
    }

    private static CompletionStage<Void> stopWorkers(Collection<Running> workers) {
        return CompletableFuture.allOf(workers.stream()
                .map(each -> each.worker().stop().toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }
}
