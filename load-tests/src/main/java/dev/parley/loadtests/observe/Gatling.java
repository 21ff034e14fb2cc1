package dev.parley.loadtests.observe;

import dev.parley.loadtests.server.CommandLines;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Gatling as a process of its own: its exit code is 0 when every assertion of the simulation holds. */
public final class Gatling {

    private Gatling() {}

    /**
     * The command line of Gatling.
     *
     * @param classpath with Gatling and the simulations
     * @param description of the load, shown in the report
     * @param results where a folder with the HTML report is made
     * @param properties the size of the load
     */
    public static List<String> command(
            String classpath, String simulation, String description, Path results, Map<String, Object> properties) {
        List<String> command =
                new ArrayList<>(CommandLines.java("-Xmx512m --add-opens=java.base/java.lang=ALL-UNNAMED", classpath));
        properties.forEach((name, value) -> command.add(1, "-D" + name + "=" + value));
        command.addAll(List.of(
                "io.gatling.app.Gatling",
                "--simulation=" + simulation,
                "--results-folder=" + results,
                "--run-description=" + description));
        return command;
    }
}
