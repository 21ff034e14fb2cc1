package dev.parley.loadtests.presence;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Broken promises in one phase of the drill. Each is counted once, however many observers notice it. */
final class PresenceCounts {

    private static final int MOST_EXAMPLES = 6;

    private final Set<String> ghosts = new HashSet<>();
    private final Set<String> falseOffline = new HashSet<>();
    private final Set<String> flaps = new HashSet<>();
    private long announcements;
    private int examples;
    private long repeats;

    /** An observer takes an absent user for online for longer than the bound. */
    void ghost(UserTruth user) {
        ghosts.add(user.id() + " " + user.since());
    }

    /** A user who is online is announced offline, or taken for offline for longer than the bound. */
    void falseOffline(UserTruth user) {
        falseOffline.add(user.id() + " " + user.since());
    }

    /** A reconnect within the grace is announced. */
    void flap(UserTruth user, long version) {
        flaps.add(user.id() + " " + version);
    }

    /** Prints the first examples of a phase, for the search of the cause. */
    void example(Supplier<String> description) {
        if (examples++ < MOST_EXAMPLES) {
            System.out.println("  " + description.get());
        }
    }

    void announcement() {
        announcements++;
    }

    /** One observer receives the same change twice, or the same state twice in a row. */
    void repeat() {
        repeats++;
    }

    Map<String, Object> asMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("announcements", announcements);
        map.put("ghosts", ghosts.size());
        map.put("falseOffline", falseOffline.size());
        map.put("flaps", flaps.size());
        map.put("repeats", repeats);
        return map;
    }
}
