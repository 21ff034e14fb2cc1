package dev.parley.presence;

import java.time.Duration;

class InMemoryPresenceRegistryTest extends PresenceRegistryContract {
    private final InMemoryPresenceRegistry.Cluster cluster =
            new InMemoryPresenceRegistry.Cluster(new PresenceSettings("test", GRACE, HAND_OVER, LEASE));

    @Override
    PresenceRegistry onNode(String name) {
        return new InMemoryPresenceRegistry(cluster, new NodeId(name));
    }

    @Override
    void pass(Duration time) {
        cluster.pass(time);
    }

    @Override
    void loseEverything() {
        cluster.loseEverything();
    }
}
