package dev.parley.loadtests.messages;

import dev.parley.loadtests.server.ClusterSettings;
import java.time.Duration;

/**
 * The size of a drill.
 *
 * @param chats each with two users
 * @param pace time between two messages of one user
 * @param calm time without faults before, between and after faults
 */
public record DrillSize(int chats, Duration pace, Duration calm, ClusterSettings cluster) {
    public static final int NODES = 3;

    int users() {
        return 2 * chats;
    }
}
