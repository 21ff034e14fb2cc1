package dev.parley.loadtests.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.stream.Stream;

/** What Linux knows about a process: CPU from {@code /proc/PID/stat}, memory from {@code /proc/PID/smaps_rollup}. */
public final class ProcStat {

    /** USER_HZ, which is 100 on every Linux that the JVM runs on. */
    private static final double TICKS_PER_SECOND = 100.0;

    private ProcStat() {}

    /** User and system time of all threads since the process started, in seconds; 10 ms steps. */
    public static double cpuSeconds(long pid) {
        String stat = read(Path.of("/proc", Long.toString(pid), "stat"));
        String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(afterName[11]) + Long.parseLong(afterName[12])) / TICKS_PER_SECOND;
    }

    /** The same from the scheduler's own books, to the nanosecond, of the threads that are alive now. */
    public static double preciseCpuSeconds(long pid) {
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            return threads.mapToLong(thread -> Long.parseLong(
                                    read(thread.resolve("schedstat")).split(" ")[0]))
                            .sum()
                    / 1e9;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static double cpuSeconds(Collection<ServerProcess> processes) {
        return processes.stream().mapToDouble(p -> cpuSeconds(p.pid())).sum();
    }

    public static long rssBytes(long pid) {
        return read(Path.of("/proc", Long.toString(pid), "smaps_rollup"))
                .lines()
                .filter(line -> line.startsWith("Rss:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .sum();
    }

    private static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
