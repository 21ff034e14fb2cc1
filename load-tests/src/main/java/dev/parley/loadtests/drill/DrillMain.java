package dev.parley.loadtests.drill;

import dev.parley.loadtests.lab.Options;
import dev.parley.loadtests.server.FleetSettings;
import dev.parley.loadtests.server.Launcher;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Runs the drill that is named, prints and keeps its figures; started by {@code load-tests/drill}. Exit code 1: it failed. */
public final class DrillMain {

    private static final Map<String, Incident> INCIDENTS =
            Map.of("rolling-restart", Incident.rollingRestart(), "node-kill", Incident.nodeKill());

    private DrillMain() {}

    public static void main(String[] arguments) {
        if (arguments.length == 0 || !INCIDENTS.containsKey(arguments[0])) {
            System.err.println("name a drill: rolling-restart or node-kill");
            System.exit(2);
        }
        System.exit(code(arguments));
    }

    private static int code(String... arguments) {
        try {
            return run(arguments[0], Options.of(List.of(arguments).subList(1, arguments.length))) ? 0 : 1;
        } catch (Exception failure) {
            failure.printStackTrace();
            return 1;
        }
    }

    private static boolean run(String name, Map<String, String> given) throws Exception {
        Outcome outcome = Drill.run(INCIDENTS.get(name), settings(given));
        outcome.figures().forEach((figure, value) -> System.out.printf("%-28s %s%n", figure, value));
        outcome.complaints().forEach(complaint -> System.out.println("FAILED: " + complaint));
        outcome.write(
                name,
                given.containsKey("results") ? Path.of(given.get("results")) : Launcher.loadTests("../docs/bench"));
        return outcome.complaints().isEmpty();
    }

    private static DrillSettings settings(Map<String, String> given) {
        return new DrillSettings(
                Integer.parseInt(given.getOrDefault("clients", "300")),
                Duration.ofMillis(Long.parseLong(given.getOrDefault("pace-ms", "4000"))),
                Duration.ofSeconds(Long.parseLong(given.getOrDefault("calm", "5"))),
                new FleetSettings(
                        "drill",
                        DrillSettings.NODES,
                        Duration.ofSeconds(Long.parseLong(given.getOrDefault("drain", "20"))),
                        Launcher::parley,
                        Launcher.loadTests("../deploy/haproxy/haproxy.cfg"),
                        Launcher.loadTests("target/drill-logs")));
    }
}
