package dev.parley.loadtests.messages;

import dev.parley.loadtests.messages.RestartScenario.Pause;
import dev.parley.loadtests.server.Cluster;

/**
 * Restarts parts of a cluster behind HAProxy while users send messages. A node that is starved of CPU answers its health checks
 * late, so that the shares of connections and the silences depend on the machine.
 */
public final class RestartDrill {

    private static final int BEFORE = 0;
    private static final int AFTERWARDS = 1;

    private RestartDrill() {}

    /** Returns when every process has ended. */
    public static RestartResult run(RestartScenario scenario, DrillSize size) throws Exception {
        try (Cluster cluster = Cluster.start(size.cluster());
                UserPool users = UserPool.connect(cluster, size.chats());
                ConnectionSampler sampler = ConnectionSampler.start(cluster)) {
            Pause pause = () -> Thread.sleep(size.calm().toMillis());
            users.startPhase(BEFORE);
            users.startSending(size.pace());
            pause.calm();
            scenario.run(cluster, pause);
            pause.calm();
            users.startPhase(AFTERWARDS);
            pause.calm();
            MessageTotals totals = MessageTotals.collect(users, cluster);
            return new RestartResult(
                    scenario,
                    size,
                    totals,
                    users.callOnLoop(() -> users.statistics().ofPhase(AFTERWARDS)),
                    sampler.most() * cluster.size() / (double) size.users(),
                    sampler.timeline());
        }
    }
}
