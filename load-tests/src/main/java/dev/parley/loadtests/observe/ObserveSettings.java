package dev.parley.loadtests.observe;

import dev.parley.loadtests.server.FleetSettings;
import dev.parley.loadtests.server.Launcher;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How much load is watched.
 *
 * @param ramp within which the users arrive
 * @param hold how long each of them stays
 * @param pauseMs between two actions of a user
 */
record ObserveSettings(String simulation, int users, Duration ramp, Duration hold, long pauseMs) {

    private static final int NODES = 2;
    private static final Duration DRAIN = Duration.ofSeconds(1);
    /** Prometheus knows what was one pause between two scrapes ago, and asking takes a moment too. */
    private static final Duration BEHIND = Duration.ofSeconds(20);

    ObserveSettings {
        if (hold.compareTo(ramp.plus(BEHIND)) < 0) {
            throw new IllegalArgumentException("users must stay at least " + BEHIND.toSeconds()
                    + " s longer than they take to arrive, or they are never all there");
        }
    }

    static ObserveSettings of(Map<String, String> given) {
        return new ObserveSettings(
                given.getOrDefault("simulation", "SteadyChatSimulation"),
                Integer.parseInt(given.getOrDefault("users", "100")),
                Duration.ofSeconds(Long.parseLong(given.getOrDefault("ramp", "40"))),
                Duration.ofSeconds(Long.parseLong(given.getOrDefault("seconds", "150"))),
                Long.parseLong(given.getOrDefault("pause-ms", "1000")));
    }

    FleetSettings fleet() {
        return new FleetSettings(
                "observe", NODES, DRAIN, Launcher::parley, Launcher.loadTests("../deploy/haproxy/haproxy.cfg"), logs());
    }

    Path logs() {
        return Launcher.loadTests("target/observe-logs");
    }

    /** From when everybody has arrived until the first is about to leave. */
    Duration steady() {
        return hold.minus(ramp).minus(BEHIND);
    }

    /** The properties of the simulations. @param port of the load balancer, for sockets and for REST */
    Map<String, Object> load(int port) {
        return Map.of(
                "parley.sockets",
                "ws://127.0.0.1:" + port,
                "parley.rest",
                "http://127.0.0.1:" + port,
                "parley.users",
                users,
                "parley.ramp",
                ramp.toSeconds(),
                "parley.seconds",
                hold.toSeconds(),
                "parley.pause.ms",
                pauseMs);
    }

    String inWords() {
        return users + " users on " + NODES + " nodes, arriving within " + ramp.toSeconds() + " s, each there for "
                + hold.toSeconds() + " s, " + pauseMs + " ms between actions";
    }

    Map<String, Object> asMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("simulation", simulation);
        map.put("nodes", NODES);
        map.put("users", users);
        map.put("rampSeconds", ramp.toSeconds());
        map.put("holdSeconds", hold.toSeconds());
        map.put("msBetweenActions", pauseMs);
        return map;
    }
}
