package dev.parley.presence;

import dev.parley.core.id.UserId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** A node in a test of a registry. It keeps the registry's replies, as a real node does, and waits for each. */
public final class TestNode {
    final PresenceRegistry registry;
    private final PresenceSettings settings;
    private final Map<UserId, AnnouncedStatus> known = new HashMap<>();
    private long steps;

    public TestNode(PresenceRegistry registry, PresenceSettings settings) {
        this.registry = registry;
        this.settings = settings;
    }

    public Optional<PresenceChange> report(UserId user, int sockets) {
        return report(user, sockets, settings.grace());
    }

    public Optional<PresenceChange> handOver(UserId user) {
        return report(user, 0, settings.handOver());
    }

    private Optional<PresenceChange> report(UserId user, int sockets, Duration grace) {
        var status = known.getOrDefault(user, AnnouncedStatus.NONE);
        return learn(user, done(registry.report(new PresenceReport(user, sockets, grace, status, ++steps))));
    }

    public Optional<PresenceChange> setVisible(UserId user, boolean visible) {
        return learn(user, done(registry.setVisible(user, Visibility.chosenNow(visible), ++steps)));
    }

    private Optional<PresenceChange> learn(UserId user, StepResult result) {
        known.merge(user, result.announced(), (old, latest) -> latest.version() > old.version() ? latest : old);
        return result.change();
    }

    public boolean renewLease() {
        return done(registry.renewLease());
    }

    public List<PresenceChange> sweep() {
        return done(registry.sweep());
    }

    public PresenceState state(UserId user) {
        return done(registry.query(List.of(user))).get(user);
    }

    private static <T> T done(CompletionStage<T> stage) {
        return PresenceRegistryContract.done(stage);
    }
}
