package dev.parley.loadtests.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.stream.Stream;

/** CPU time from {@code /proc/PID/stat} and resident memory from {@code /proc/PID/smaps_rollup}. */
public final class ProcStat {

    /** USER_HZ, which is 100 on every Linux that the JVM runs on. */
    private static final double TICKS_PER_SECOND = 100.0;

    private ProcStat() {}

    /**
     * CPU time of all threads since the process started, in seconds, in steps of 10 ms.
     *
     * @param kernel the part that was spent in system calls
     */
    public record CpuTime(double user, double kernel) {

        public double total() {
            return user + kernel;
        }

        public CpuTime minus(CpuTime earlier) {
            return new CpuTime(user - earlier.user, kernel - earlier.kernel);
        }

        private CpuTime plus(CpuTime other) {
            return new CpuTime(user + other.user, kernel + other.kernel);
        }
    }

    public static CpuTime cpu(long pid) {
        String stat = read(Path.of("/proc", Long.toString(pid), "stat"));
        String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return new CpuTime(
                Long.parseLong(afterName[11]) / TICKS_PER_SECOND, Long.parseLong(afterName[12]) / TICKS_PER_SECOND);
    }

    public static CpuTime cpu(Collection<ServerProcess> processes) {
        return processes.stream().map(process -> cpu(process.pid())).reduce(new CpuTime(0, 0), CpuTime::plus);
    }

    /** CPU time of the threads that are alive, from the scheduler, in seconds, to the nanosecond. */
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
