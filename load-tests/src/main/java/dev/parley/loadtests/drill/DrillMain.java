package dev.parley.loadtests.drill;

import dev.parley.loadtests.lab.Options;
import dev.parley.loadtests.server.FleetSettings;
import dev.parley.loadtests.server.Launcher;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Runs the drill that is named, prints and keeps its figures; started by {@code load-tests/drill}. Exit code 1: it failed. */
public final class DrillMain {

    private DrillMain() {}

    public static void main(String[] arguments) {
        Optional<Incident> incident = Incident.of(arguments.length == 0 ? "" : arguments[0]);
        if (incident.isEmpty()) {
            System.err.println("name a drill: "
                    + Stream.of(Incident.values()).map(Incident::word).toList());
            System.exit(2);
        }
        System.exit(code(incident.orElseThrow(), arguments));
    }

    private static int code(Incident incident, String... arguments) {
        try {
            return run(incident, Options.of(List.of(arguments).subList(1, arguments.length))) ? 0 : 1;
        } catch (Exception failure) {
            failure.printStackTrace();
            return 1;
        }
    }

    private static boolean run(Incident incident, Map<String, String> given) throws Exception {
        Outcome outcome = Drill.run(incident, settings(given));
        outcome.figures().forEach((figure, value) -> System.out.printf("%-28s %s%n", figure, value));
        outcome.complaints().forEach(complaint -> System.out.println("FAILED: " + complaint));
        outcome.write(
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
