package dev.parley.gateway.doctor;

import static dev.parley.gateway.doctor.Finding.note;
import static dev.parley.gateway.doctor.Finding.ok;
import static dev.parley.gateway.doctor.Finding.warning;

import java.util.List;

/**
 * What Parley needs of the machine.
 *
 * @param maxFiles the number of file descriptors that a process may have; 0 when it is not known
 * @param maxSessions of a node
 */
record MachineRules(int javaVersion, long maxFiles, int maxSessions, int processors, long heapMegabytes) {
    private static final String SUBJECT = "Machine";
    private static final int WITH_CACHE = 25;
    /** Beside the sessions: jars, stores, listeners. */
    private static final int OTHER_FILES = 500;

    List<Finding> check() {
        return List.of(java(), files(), resources());
    }

    private Finding java() {
        return javaVersion < WITH_CACHE
                ? note(
                        SUBJECT,
                        "Java " + javaVersion,
                        "with Java 25 or later a gateway needs less CPU in its first minutes")
                : ok(SUBJECT, "Java " + javaVersion);
    }

    private Finding files() {
        String text = maxFiles + " file descriptors, " + maxSessions + " sessions at most";
        return maxFiles > 0 && maxFiles < maxSessions + (long) OTHER_FILES
                ? warning(
                        SUBJECT,
                        text + ": descriptors run out first, and then no client can connect",
                        "ulimit -n " + (maxSessions + OTHER_FILES)
                                + ", LimitNOFILE in systemd, nofile of the container engine; or lower --max-sessions")
                : ok(SUBJECT, text);
    }

    private Finding resources() {
        String text = processors + " processors, " + heapMegabytes + " MB of heap at most";
        return processors < 2
                ? warning(SUBJECT, text, "give a node two processors: the garbage collector needs one at times")
                : ok(SUBJECT, text);
    }
}
