package dev.parley.loadtests.observe;

import dev.parley.loadtests.options.Options;
import dev.parley.loadtests.server.ClusterSettings;
import dev.parley.loadtests.server.CommandLines;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The load under which the dashboards are checked.
 *
 * @param ramp within which the users connectFirst
 * @param hold how long each of them stays
 * @param pauseMs between two actions of a user
 */
record ObserveSettings(String simulation, int users, Duration ramp, Duration hold, long pauseMs) {

    private static final int NODES = 2;
    private static final Duration DRAIN = Duration.ofSeconds(1);
    /** One scrape interval, and the time that the queries take. */
    private static final Duration BEHIND = Duration.ofSeconds(20);

    ObserveSettings {
        if (hold.compareTo(ramp.plus(BEHIND)) < 0) {
            throw new IllegalArgumentException("users must stay at least " + BEHIND.toSeconds()
                    + " s longer than they take to connectFirst, or they are never all there");
        }
    }

    static ObserveSettings of(Options options) {
        return new ObserveSettings(
                options.text("simulation", "SteadyChatSimulation"),
                options.number("users", 100),
                options.seconds("ramp", 40),
                options.seconds("seconds", 150),
                options.number("pause-ms", 1000));
    }

    ClusterSettings cluster() {
        return ClusterSettings.balanced("observe", NODES, DRAIN, logs());
    }

    Path logs() {
        return CommandLines.loadTests("target/observe-logs");
    }

    /** The time in which all users are connected. */
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

    String description() {
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
