package dev.parley.gateway.doctor;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** Reads what this process may use. */
public final class MachineExamination {
    private static final int MEGABYTE = 1 << 20;

    MachineRules rules(int maxSessions) {
        Runtime machine = Runtime.getRuntime();
        return new MachineRules(
                Runtime.version().feature(),
                maxFiles(),
                maxSessions,
                machine.availableProcessors(),
                machine.maxMemory() / MEGABYTE);
    }

    private static long maxFiles() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : 0;
    }
}
