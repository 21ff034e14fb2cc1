package dev.parley.loadtests.presence;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The truth about all users, and from when on observers must know it. On the clients' event loop only. */
final class PresenceTruth {

    private static final int NO_NODE = -1;

    private final Map<String, UserTruth> users = new LinkedHashMap<>();
    private int isolated = NO_NODE;
    private boolean isDisturbed;
    private long knownFrom = System.nanoTime();

    UserTruth user(String id) {
        return users.computeIfAbsent(id, UserTruth::new);
    }

    /** Null if there is no such user. */
    UserTruth find(String id) {
        return users.get(id);
    }

    List<UserTruth> users() {
        return new ArrayList<>(users.values());
    }

    void update(UserTruth user) {
        user.update(isolated);
    }

    /**
     * A fault begins. If it isolates the node, the other nodes cannot tell the node from a dead one.
     *
     * @param disturbs whether changes may become known only after the fault
     */
    void faultBegins(int node, boolean isolates, boolean disturbs) {
        isDisturbed = disturbs;
        if (isolates) {
            isolated = node;
            users.values().forEach(user -> user.isolate(node, Long.MAX_VALUE));
        }
        users.values().forEach(this::update);
    }

    void faultEnded() {
        int node = isolated;
        knownFrom = isDisturbed || node != NO_NODE ? System.nanoTime() : knownFrom;
        isDisturbed = false;
        isolated = NO_NODE;
        users.values().forEach(user -> {
            user.isolate(node, System.nanoTime() + UserTruth.LATE_NANOS);
            update(user);
        });
    }

    /** Whether no announcement can have been lost since then. */
    boolean isUndisturbedSince(long nanoTime) {
        return !isDisturbed && isolated == NO_NODE && nanoTime - knownFrom > 0;
    }

    /** Whether observers have had this long, in which nothing happened, to learn the user's state. */
    boolean mustBeKnown(UserTruth user, long now, long nanos) {
        return !isDisturbed && now - knownFrom > nanos && user.isStable(now, nanos);
    }
}
