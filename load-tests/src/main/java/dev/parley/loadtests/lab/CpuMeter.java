package dev.parley.loadtests.lab;

import dev.parley.loadtests.report.Sample;
import dev.parley.loadtests.server.ProcStat;
import dev.parley.loadtests.server.Site;

/** CPU that was used since it was started: by the nodes, by Redis, and by this load generator. */
public final class CpuMeter {

    private final Site site;
    private final long startNanos = System.nanoTime();
    private final double nodes;
    private final double redis;
    private final double client;

    private CpuMeter(Site site) {
        this.site = site;
        this.nodes = ProcStat.cpuSeconds(site.nodes());
        this.redis = ProcStat.cpuSeconds(site.redis().pid());
        this.client = ProcStat.cpuSeconds(ProcessHandle.current().pid());
    }

    public static CpuMeter start(Site site) {
        return new CpuMeter(site);
    }

    /**
     * @param count what was done since the start
     * @param unit of {@code count}, in the plural
     */
    public Sample read(long count, String unit) {
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        double used = ProcStat.cpuSeconds(site.nodes()) - nodes;
        return new Sample()
                .with(unit + "/CPU s", count / used)
                .with(unit + "/s", count / seconds)
                .with("server cores", used / seconds)
                .with("redis cores", (ProcStat.cpuSeconds(site.redis().pid()) - redis) / seconds)
                .with(
                        "client cores",
                        (ProcStat.cpuSeconds(ProcessHandle.current().pid()) - client) / seconds);
    }
}
