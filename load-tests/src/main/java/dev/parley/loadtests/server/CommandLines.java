package dev.parley.loadtests.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Command lines of the programs of this repository. The scripts in {@code load-tests} set the paths that they need. */
public final class CommandLines {

    private static final String HOME = "parley.load-tests";

    private CommandLines() {}

    /** @param path relative to {@code load-tests} */
    public static Path loadTests(String path) {
        String home = System.getProperty(HOME);
        if (home == null) {
            throw new IllegalStateException(
                    "-D" + HOME + " is missing: start this program with its script in load-tests");
        }
        return Path.of(home, path).normalize();
    }

    /** {@code ./parley} with its own JVM options. */
    public static List<String> parley(NodePlan node) {
        return parley(loadTests("../parley"), node);
    }

    /** @param launcher that of this or of another version */
    static List<String> parley(Path launcher, NodePlan node) {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(node.gatewayOptions());
        return command;
    }

    /** The JVM that runs this program, up to the name of the main class. */
    public static List<String> java(String jvmOptions, String classpath) {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(List.of(jvmOptions.trim().split("\\s+")));
        command.addAll(List.of("-cp", classpath));
        return command;
    }
}
