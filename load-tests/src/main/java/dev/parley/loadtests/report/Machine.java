package dev.parley.loadtests.report;

import dev.parley.loadtests.server.CommandLines;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;

/** Describes the machine, the programs that the servers run on, and the load, so that figures of different days can be compared. */
public final class Machine {

    private Machine() {}

    public static Map<String, Object> describe() {
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("date", LocalDate.now().toString());
        machine.put("cores", Runtime.getRuntime().availableProcessors());
        machine.put("cpu", cpuModel());
        machine.put("kernel", System.getProperty("os.version"));
        machine.put("java", firstLine(CommandLines.loadTests("../parley").toString(), "java"));
        machine.put("node", firstLine("node", "--version"));
        machine.put("redis", firstLine("redis-server", "--version").replaceAll(".*v=(\\S+).*", "$1"));
        machine.put("loadAverageAtTheEnd", loadAverage());
        machine.put("mongodb", "mongo-java-server, in memory: its CPU is not counted");
        return machine;
    }

    /** The load of the last minute, this program included. */
    private static double loadAverage() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static String cpuModel() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.replaceAll(".*: ", ""))
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }

    private static String firstLine(String... command) {
        try {
            Process process = new ProcessBuilder(command).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return output.lines().findFirst().orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }
}
