package dev.parley.loadtests.presence;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Some users and their observers, one on each node. On the clients' event loop only. */
final class ObserverGroup {

    /** Longer than the grace and what an announcement takes. */
    private static final long STABLE_NANOS = 4_000_000_000L;

    private final List<UserTruth> users;
    private final List<PresenceObserver> observers;

    ObserverGroup(List<UserTruth> users, List<PresenceObserver> observers) {
        this.users = users;
        this.observers = observers;
    }

    List<PresenceObserver> observers() {
        return observers;
    }

    /** Asks every node about every user of the group. */
    CompletableFuture<NodeComparison> compare() {
        long askedAt = System.nanoTime();
        List<CompletableFuture<Map<String, Boolean>>> answers = new ArrayList<>();
        observers.forEach(observer -> answers.add(observer.ask(users).exceptionally(noAnswer -> Map.of())));
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenApply(done -> compared(
                        askedAt, answers.stream().map(CompletableFuture::join).toList()));
    }

    private NodeComparison compared(long askedAt, List<Map<String, Boolean>> answers) {
        long now = System.nanoTime();
        long stableFor = STABLE_NANOS + now - askedAt;
        long compared = 0;
        long disagreements = 0;
        long wrong = 0;
        for (UserTruth user : users) {
            if (user.isStable(now, stableFor)) {
                Set<Boolean> different = new HashSet<>();
                for (Map<String, Boolean> node : answers) {
                    if (node.containsKey(user.id())) {
                        different.add(node.get(user.id()));
                        wrong += node.get(user.id()) == (user.state() == UserTruth.State.ONLINE) ? 0 : 1;
                    }
                }
                compared++;
                disagreements += different.size() > 1 ? 1 : 0;
            }
        }
        long wrongViews = observers.stream()
                .mapToLong(observer -> observer.wrongViews(user -> user.isStable(now, stableFor)))
                .sum();
        long unanswered = answers.stream().filter(Map::isEmpty).count();
        return new NodeComparison(compared, disagreements, wrong, wrongViews, unanswered);
    }

    /** Counts views that have been wrong for longer than the bound. */
    void audit() {
        observers.forEach(PresenceObserver::audit);
    }
}
