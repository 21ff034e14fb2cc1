package dev.parley.loadtests.fanout;

import java.util.ArrayList;
import java.util.List;

/**
 * One row of the fan-out table.
 *
 * @param deliveriesPerSecond 0 means saturated: as much as goes through
 */
record FanOutCase(BroadcastSource source, int nodes, int roomSize, int deliveriesPerSecond) {

    /** About a quarter and two thirds of what two nodes of the Node.js peer can do on two cores. */
    private static final int[] FIXED_RATES = {40_000, 100_000};

    static List<FanOutCase> all() {
        List<FanOutCase> cases = new ArrayList<>();
        for (int nodes = 1; nodes <= 2; nodes++) {
            for (BroadcastSource source : BroadcastSource.values()) {
                for (int roomSize : new int[] {2, 10, 100, 1000}) {
                    cases.add(new FanOutCase(source, nodes, roomSize, 0));
                }
                if (source == BroadcastSource.MESSAGE) {
                    continue;
                }
                for (int rate : FIXED_RATES) {
                    cases.add(new FanOutCase(source, nodes, 10, rate));
                    cases.add(new FanOutCase(source, nodes, 100, rate));
                }
            }
        }
        return cases;
    }

    /** Also measured on nodes that have just been started. */
    boolean isMeasuredFresh() {
        return source == BroadcastSource.PEER
                && roomSize == 100
                && (isSaturated() || deliveriesPerSecond == FIXED_RATES[0]);
    }

    boolean isSaturated() {
        return deliveriesPerSecond == 0;
    }

    /** At least 200 members in all. */
    int rooms() {
        return roomSize >= 100 ? Math.max(1, 400 / roomSize) : 200 / roomSize;
    }

    double messagesPerSecond() {
        return (double) deliveriesPerSecond / roomSize;
    }

    String title() {
        String load = isSaturated() ? "saturated" : deliveriesPerSecond / 1000 + "k/s";
        return nodes + (nodes == 1 ? " node" : " nodes") + " / " + source + " / room " + roomSize + " / " + load;
    }
}
