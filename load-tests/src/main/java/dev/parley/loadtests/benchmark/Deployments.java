package dev.parley.loadtests.benchmark;

import dev.parley.loadtests.client.LoadClient;
import dev.parley.loadtests.report.Report;
import dev.parley.loadtests.report.Sample;
import dev.parley.loadtests.server.Contender;
import dev.parley.loadtests.server.Deployment;
import java.util.ArrayList;
import java.util.List;

/** A deployment of each contender, running at the same time, so that they can be measured alternately. */
public final class Deployments implements AutoCloseable {

    private final List<Deployment> deployments = new ArrayList<>();

    private Deployments() {}

    public static Deployments start(BenchmarkSettings settings, int nodesEach) throws InterruptedException {
        Deployments all = new Deployments();
        try {
            for (Contender contender : settings.contenders()) {
                all.deployments.add(Deployment.start(contender, nodesEach, settings.logs()));
            }
            return all;
        } catch (RuntimeException | InterruptedException e) {
            all.close();
            throw e;
        }
    }

    /** One measurement of a deployment. */
    @FunctionalInterface
    public interface Measurement {
        Sample measure(LoadClient client, Deployment deployment) throws Exception;
    }

    /** Measures one contender after another with a deployment that has just been started, and stops it. */
    public static void measureFresh(
            BenchmarkSettings settings, int nodesEach, String caseName, Report report, Measurement measurement)
            throws Exception {
        for (int round = 0; round < settings.rounds(); round++) {
            for (Contender contender : settings.contenders()) {
                try (LoadClient client = new LoadClient();
                        Deployment deployment = Deployment.start(contender, nodesEach, settings.logs())) {
                    report.add(caseName, contender.name(), measurement.measure(client, deployment));
                }
            }
        }
    }

    public List<Deployment> all() {
        return List.copyOf(deployments);
    }

    @Override
    public void close() {
        deployments.forEach(Deployment::close);
    }
}
