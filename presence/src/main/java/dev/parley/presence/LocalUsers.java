package dev.parley.presence;

import dev.parley.core.id.UserId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The users of this node, told to the registry one step at a time per user, and compared with what it holds. Any thread. */
final class LocalUsers {
    private static final Logger LOG = LoggerFactory.getLogger(LocalUsers.class);
    private static final int MAX_IN_FLIGHT = 64;
    private static final RegisteredUser NOT_REGISTERED = new RegisteredUser(0, false, false);

    private final PresenceRegistry registry;
    private final Consumer<PresenceChange> changes;
    private final Duration grace;
    private final Duration handOver;
    private final ConcurrentMap<UserId, LocalUser> users = new ConcurrentHashMap<>();
    private final AtomicLong steps = new AtomicLong();
    private final LongAdder disagreements = new LongAdder();
    private volatile boolean handingOver;

    LocalUsers(PresenceRegistry registry, PresenceSettings settings, Consumer<PresenceChange> changes) {
        this.registry = registry;
        this.changes = changes;
        this.grace = settings.grace();
        this.handOver = settings.handOver();
    }

    /** From now on users whose sockets close have the longer grace. */
    void handOver() {
        handingOver = true;
    }

    int count() {
        return users.size();
    }

    List<UserId> ids() {
        return List.copyOf(users.keySet());
    }

    long disagreements() {
        return disagreements.sum();
    }

    /** Changes a user and tells the registry. Completes when told. */
    CompletionStage<Void> tell(UserId user, Function<LocalUser, CompletionStage<Void>> command) {
        var told = new CompletableFuture<Void>();
        var local = users.compute(user, (id, known) -> {
            var entry = known == null ? new LocalUser(id, steps::incrementAndGet) : known;
            command.apply(entry).whenComplete((done, failure) -> complete(told, failure));
            return entry;
        });
        advance(local);
        return told.minimalCompletionStage();
    }

    /** Completes when the report has succeeded or failed; a failed report is retried. */
    CompletionStage<Void> removeAll() {
        return tellAll(ids(), LocalUser::removeAll);
    }

    /** Retries failed reports. */
    CompletionStage<Void> retry() {
        var failed = users.values().stream()
                .filter(LocalUser::isWaitingForRetry)
                .map(local -> local.id)
                .toList();
        return tellAll(failed, local -> local.repeat(false));
    }

    /**
     * Compares one shard with what the registry holds of this node, and tells it what differs.
     *
     * @param asAudit counts what differed; false after a known loss
     */
    CompletionStage<Void> reconcile(int shard, boolean asAudit) {
        return registry.registered(shard)
                .thenCompose(registered -> tellAll(differing(shard, registered), local -> local.repeat(asAudit)));
    }

    private List<UserId> differing(int shard, Map<UserId, RegisteredUser> registered) {
        Stream<UserId> wrong = users.values().stream()
                .filter(local -> registry.shardOf(local.id) == shard)
                .filter(local -> local.disagreesWith(registered.getOrDefault(local.id, NOT_REGISTERED)))
                .map(local -> local.id);
        Stream<UserId> without = registered.keySet().stream().filter(Predicate.not(users::containsKey));
        return Stream.concat(wrong, without).toList();
    }

    private CompletionStage<Void> tellAll(List<UserId> ids, Function<LocalUser, CompletionStage<Void>> command) {
        return new BoundedConcurrency<UserId>(MAX_IN_FLIGHT, id -> tell(id, command)).runAll(ids);
    }

    private void advance(LocalUser local) {
        local.begin().ifPresent(step -> run(local, step).whenComplete((done, failure) -> ended(local, step, failure)));
    }

    private void ended(LocalUser local, LocalUser.Step step, Throwable failure) {
        boolean more = failure == null ? local.succeeded(step) : local.failed(step);
        if (more) {
            advance(local);
        }
        users.computeIfPresent(local.id, (id, entry) -> entry == local && entry.isDone() ? null : entry);
        complete(step.done(), failure);
    }

    /** Hides before it reports, so that a hidden user who is reported again is not shown for a moment. */
    private CompletionStage<Void> run(LocalUser local, LocalUser.Step step) {
        Optional<Visibility> hide = step.visibility().filter(choice -> !choice.visible());
        Optional<Visibility> show = step.visibility().filter(Visibility::visible);
        return setVisible(local, step, hide)
                .thenCompose(hidden -> report(local, step))
                .thenCompose(reported -> setVisible(local, step, show));
    }

    private CompletionStage<Void> report(LocalUser local, LocalUser.Step step) {
        Duration within = handingOver ? handOver : grace;
        return registry.report(new PresenceReport(local.id, step.sockets(), within, step.known(), step.number()))
                .thenAccept(result -> {
                    if (step.disagrees(result)) {
                        disagreements.increment();
                    }
                    accept(local, result);
                });
    }

    private CompletionStage<Void> setVisible(LocalUser local, LocalUser.Step step, Optional<Visibility> choice) {
        return choice.map(wanted -> registry.setVisible(local.id, wanted, step.number())
                        .thenAccept(result -> accept(local, result)))
                .orElseGet(() -> CompletableFuture.completedStage(null));
    }

    private void accept(LocalUser local, StepResult result) {
        local.learn(result).ifPresent(this::announce);
    }

    void announce(PresenceChange change) {
        try {
            changes.accept(change);
        } catch (RuntimeException thrown) {
            LOG.error("presence: the change of {} could not be handed over", change.userId(), thrown);
        }
    }

    private static void complete(CompletableFuture<Void> told, Throwable failure) {
        if (failure == null) {
            told.complete(null);
        } else {
            told.completeExceptionally(failure);
        }
    }
}
