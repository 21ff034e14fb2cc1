package dev.parley.core.testing;

import static java.util.concurrent.CompletableFuture.completedStage;

import dev.parley.core.id.PushSubscriptionId;
import dev.parley.core.id.UserId;
import dev.parley.core.reminder.PushSubscription;
import dev.parley.core.reminder.PushSubscriptions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Push subscriptions in a list. Thread-safe. */
public class InMemoryPushSubscriptions implements PushSubscriptions {
    private final List<Owned> all = new ArrayList<>();

    private record Owned(UserId user, PushSubscription subscription) {}

    @Override
    public CompletionStage<Void> start() {
        return completedStage(null);
    }

    @Override
    public synchronized CompletionStage<Void> store(UserId user, PushSubscription stored) {
        all.removeIf(each -> each.subscription().endpoint().equals(stored.endpoint()));
        all.removeIf(
                each -> each.user().equals(user) && each.subscription().id().equals(stored.id()));
        all.add(new Owned(user, stored));
        List<PushSubscription> kept = newest(user);
        all.removeIf(each -> each.user().equals(user) && !kept.contains(each.subscription()));
        return completedStage(null);
    }

    @Override
    public synchronized CompletionStage<Void> remove(UserId user, PushSubscriptionId id) {
        all.removeIf(
                each -> each.user().equals(user) && each.subscription().id().equals(id));
        return completedStage(null);
    }

    @Override
    public synchronized CompletionStage<List<PushSubscription>> of(UserId user) {
        return completedStage(newest(user));
    }

    @Override
    public synchronized CompletionStage<Void> removeExpired(PushSubscription expired) {
        all.removeIf(each -> each.subscription().equals(expired));
        return completedStage(null);
    }

    private List<PushSubscription> newest(UserId user) {
        return all.stream()
                .filter(each -> each.user().equals(user))
                .map(Owned::subscription)
                .sorted(Comparator.comparing(PushSubscription::storedAt).reversed())
                .limit(MAX_PER_USER)
                .toList();
    }
}
