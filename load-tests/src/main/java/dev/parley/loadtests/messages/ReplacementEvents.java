package dev.parley.loadtests.messages;

import java.util.List;

/**
 * The replacement of a node. Times are seconds since the first message was due.
 *
 * @param connections of each node when it began
 * @param toldAt SIGTERM
 * @param endedAt the process ended with {@code exitCode}, and the new one was started
 * @param readyAt the new process was ready
 */
record ReplacementEvents(
        int node, List<Integer> connections, int exitCode, double toldAt, double endedAt, double readyAt) {}
