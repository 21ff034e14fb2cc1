package dev.parley.presence;

import java.time.Duration;

class InMemoryPresenceRegistryTest extends PresenceRegistryContract {
    private final PresenceSettings settings = new PresenceSettings("test", GRACE, HAND_OVER, LEASE);
    private final InMemoryPresenceRegistry.Cluster cluster = new InMemoryPresenceRegistry.Cluster(settings);

    @Override
    protected PresenceRegistry registryOf(String node) {
        return new InMemoryPresenceRegistry(cluster, new NodeId(node));
    }

    @Override
    protected PresenceSettings settings() {
        return settings;
    }

    @Override
    protected void pass(Duration time) {
        cluster.pass(time);
    }

    @Override
    protected void loseEverything() {
        cluster.loseEverything();
    }
}
