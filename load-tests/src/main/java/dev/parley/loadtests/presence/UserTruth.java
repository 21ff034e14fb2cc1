package dev.parley.loadtests.presence;

import java.util.ArrayList;
import java.util.List;

/** What one user's devices do: the truth that observers are compared with. */
final class UserTruth {

    /** UNKNOWN: a device is connecting, or its node is isolated. */
    enum State {
        ONLINE,
        OFFLINE,
        UNKNOWN
    }

    /** A reconnect within this time must not be seen. The gateway's grace is 2 s. */
    private static final long GRACE_NANOS = 1_700_000_000L;

    /** An announcement of an absence may be this late. */
    static final long LATE_NANOS = 10_000_000_000L;

    private final String id;
    private final List<SimulatedDevice> devices = new ArrayList<>();
    private State state = State.OFFLINE;
    private long since = System.nanoTime();
    private long leftOnlineAt = since;
    private long absenceEndedAt = since;
    private long judgedFrom = since;

    UserTruth(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }

    void add(SimulatedDevice device) {
        devices.add(device);
    }

    State state() {
        return state;
    }

    /** Whether the state has been the same for this long. */
    boolean isStable(long now, long nanos) {
        return state != State.UNKNOWN && now - since > nanos;
    }

    long since() {
        return since;
    }

    /** Reads the devices. @param isolated the node whose users may be shown either way, or -1 */
    void update(int isolated) {
        State next = derive(isolated);
        if (next == state) {
            return;
        }
        long now = System.nanoTime();
        if (state == State.ONLINE) {
            leftOnlineAt = now;
        }
        if (next == State.ONLINE && now - leftOnlineAt > GRACE_NANOS) {
            absenceEndedAt = now;
        }
        state = next;
        since = now;
    }

    private State derive(int isolated) {
        if (devices.stream().anyMatch(device -> device.isReady() && device.node() != isolated)) {
            return State.ONLINE;
        }
        return devices.stream().allMatch(SimulatedDevice::isOffline) ? State.OFFLINE : State.UNKNOWN;
    }

    /** If a device is on the isolated node, announcements are not judged before the given time. */
    void isolate(int node, long judgedAgainFrom) {
        if (devices.stream().anyMatch(device -> !device.isOffline() && device.node() == node)) {
            judgedFrom = judgedAgainFrom;
        }
    }

    /** Whether an announcement of offline at this moment is false: the user was never absent. */
    boolean isFalseOffline(long now) {
        return now > judgedFrom && state == State.ONLINE && now - since > LATE_NANOS;
    }

    /** Whether an announcement of offline at this moment tells of a reconnect within the grace. */
    boolean isFlap(long now) {
        boolean lateTruth = now - absenceEndedAt < LATE_NANOS;
        if (now <= judgedFrom || lateTruth || isFalseOffline(now)) {
            return false;
        }
        long absence = (state == State.ONLINE ? since : now) - leftOnlineAt;
        return absence < GRACE_NANOS;
    }
}
