package dev.parley.loadtests.benchmark;

import dev.parley.loadtests.report.Sample;
import dev.parley.loadtests.server.Deployment;
import dev.parley.loadtests.server.ProcStat;
import dev.parley.loadtests.server.ProcStat.CpuTime;

/** Measures the CPU time that the nodes, Redis and this load generator use. */
public final class CpuMeter {

    private final Deployment deployment;
    private final long startNanos = System.nanoTime();
    private final CpuTime nodes;
    private final CpuTime redis;
    private final CpuTime client;

    private CpuMeter(Deployment deployment) {
        this.deployment = deployment;
        this.nodes = ProcStat.cpu(deployment.nodes());
        this.redis = ProcStat.cpu(deployment.redis().pid());
        this.client = ProcStat.cpu(ProcessHandle.current().pid());
    }

    public static CpuMeter start(Deployment deployment) {
        return new CpuMeter(deployment);
    }

    /**
     * @param count of work done since the start
     * @param unit of {@code count}, in the plural
     */
    public Sample read(long count, String unit) {
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        CpuTime used = ProcStat.cpu(deployment.nodes()).minus(nodes);
        double usedByRedis = ProcStat.cpu(deployment.redis().pid()).minus(redis).total();
        double usedHere =
                ProcStat.cpu(ProcessHandle.current().pid()).minus(client).total();
        return new Sample()
                .with(unit + "/CPU s", count / used.total())
                .with(unit + "/s", count / seconds)
                .with("server cores", used.total() / seconds)
                .with("of them user", used.user() / seconds)
                .with("of them kernel", used.kernel() / seconds)
                .with("redis cores", usedByRedis / seconds)
                .with("client cores", usedHere / seconds);
    }
}
