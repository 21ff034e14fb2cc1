package dev.parley.loadtests.lab;

import dev.parley.loadtests.server.Contender;
import dev.parley.loadtests.server.Site;
import java.util.ArrayList;
import java.util.List;

/** All contenders, up at the same time, so that they can be measured in turn. */
public final class Sites implements AutoCloseable {

    private final List<Site> sites = new ArrayList<>();

    private Sites() {}

    public static Sites start(Lab lab, int nodesEach) throws InterruptedException {
        Sites all = new Sites();
        try {
            for (Contender contender : lab.contenders()) {
                all.sites.add(Site.start(contender, nodesEach, lab.logs()));
            }
            return all;
        } catch (RuntimeException | InterruptedException e) {
            all.close();
            throw e;
        }
    }

    public List<Site> all() {
        return List.copyOf(sites);
    }

    @Override
    public void close() {
        sites.forEach(Site::close);
    }
}
