package dev.parley.loadtests.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What starts the programs of this repository; for those that {@code load-tests/bench} and its neighbours start. */
public final class Launcher {

    private static final String HOME = "parley.load-tests";

    private Launcher() {}

    /** @param path as seen from {@code load-tests} */
    public static Path loadTests(String path) {
        String home = System.getProperty(HOME);
        if (home == null) {
            throw new IllegalStateException("-D" + HOME + " is missing; start this by its script in load-tests");
        }
        return Path.of(home, path).normalize();
    }

    /** What a user starts: the launcher with its own JVM options. */
    public static List<String> parley(NodePlan node) {
        List<String> command = new ArrayList<>(List.of(loadTests("../parley").toString()));
        command.addAll(node.gatewayOptions());
        return command;
    }

    /** The JVM that runs this, up to where the class is named. */
    public static List<String> java(String jvmOptions, String classpath) {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(List.of(jvmOptions.trim().split("\\s+")));
        command.addAll(List.of("-cp", classpath));
        return command;
    }
}
