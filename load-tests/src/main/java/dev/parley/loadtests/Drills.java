package dev.parley.loadtests;

import dev.parley.loadtests.fault.FaultSchedule;
import dev.parley.loadtests.messages.DrillSize;
import dev.parley.loadtests.messages.MessageDrill;
import dev.parley.loadtests.messages.ReplacementDrill;
import dev.parley.loadtests.messages.ReplacementSize;
import dev.parley.loadtests.messages.RestartDrill;
import dev.parley.loadtests.messages.RestartScenario;
import dev.parley.loadtests.options.Options;
import dev.parley.loadtests.presence.PresenceDrill;
import dev.parley.loadtests.presence.PresenceDrillSize;
import dev.parley.loadtests.report.DrillReport;
import dev.parley.loadtests.server.ClusterSettings;
import dev.parley.loadtests.server.CommandLines;
import dev.parley.loadtests.server.Contender;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Runs the drill that is named and prints its figures; started by {@code load-tests/drill}. Exit code 1: a bound is broken. */
public final class Drills {

    private static final int DEFAULT_FAULTS = 20;

    private Drills() {}

    public static void main(String[] arguments) {
        try {
            System.exit(run(List.of(arguments)));
        } catch (Exception failure) {
            failure.printStackTrace();
            System.exit(1);
        }
    }

    private static int run(List<String> arguments) throws Exception {
        List<String> names = Stream.concat(
                        Stream.of(RestartScenario.values()).map(RestartScenario::label),
                        Stream.of("node-replacement", "messages", "presence"))
                .toList();
        if (arguments.isEmpty() || !names.contains(arguments.get(0))) {
            System.err.println("name a drill: " + names);
            return 2;
        }
        Options options = Options.of(arguments.subList(1, arguments.size()));
        DrillReport report = run(arguments.get(0), options);
        report.print();
        report.write(options.results());
        return report.violations().isEmpty() ? 0 : 1;
    }

    private static DrillReport run(String name, Options options) throws Exception {
        return switch (name) {
            case "node-replacement" -> new ReplacementDrill(replacementSize(options)).run();
            case "messages" -> new MessageDrill(messageDrillSize(options), faults(options), seed(options)).run();
            case "presence" -> new PresenceDrill(presenceDrillSize(options), faults(options)).run();
            default ->
                RestartDrill.run(RestartScenario.of(name).orElseThrow(), restartDrillSize(options))
                        .report();
        };
    }

    private static DrillSize restartDrillSize(Options options) {
        return new DrillSize(
                options.number("clients", 300) / 2,
                options.millis("pace-ms", 4000),
                options.seconds("calm", 5),
                ClusterSettings.balanced("drill", DrillSize.NODES, options.seconds("drain", 20), logs()));
    }

    private static ReplacementSize replacementSize(Options options) {
        return new ReplacementSize(
                options.number("chats", 450),
                options.number("rate", 450),
                options.seconds("before", 60),
                options.seconds("afterwards", 80),
                ClusterSettings.balanced("replacement", DrillSize.NODES, options.seconds("drain", 20), logs())
                        .withNodes(Contender.parley(launcher(options))));
    }

    private static Path launcher(Options options) {
        return Path.of(
                options.text("parley", CommandLines.loadTests("../parley").toString()));
    }

    private static DrillSize messageDrillSize(Options options) {
        return new DrillSize(
                options.number("chats", 60),
                options.millis("pace-ms", 1000),
                options.seconds("calm", 15),
                relayedCluster("messages", options));
    }

    private static PresenceDrillSize presenceDrillSize(Options options) {
        return new PresenceDrillSize(
                options.number("sockets", 3000),
                options.seconds("action-every", 30),
                options.seconds("calm", 15),
                seed(options),
                relayedCluster("presence", options));
    }

    private static ClusterSettings relayedCluster(String name, Options options) {
        return ClusterSettings.relayed(name, DrillSize.NODES, options.seconds("drain", 5), logs());
    }

    private static FaultSchedule faults(Options options) {
        String only = options.text("faults", "");
        return FaultSchedule.random(
                seed(options),
                options.number("count", DEFAULT_FAULTS),
                DrillSize.NODES,
                only.isEmpty() ? List.of() : List.of(only.split(",")));
    }

    private static long seed(Options options) {
        return options.number("seed", 1);
    }

    private static Path logs() {
        return CommandLines.loadTests("target/drill-logs");
    }
}
