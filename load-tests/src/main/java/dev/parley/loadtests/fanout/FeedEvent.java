package dev.parley.loadtests.fanout;

import java.nio.charset.StandardCharsets;

/** The event that a room's members hear, whose payload begins with a number. */
enum FeedEvent {
    NOTIFICATION("new-notification", ""),
    /** As the nodes record it for {@code parley why}: the id of the message comes first. */
    MESSAGE("new-message", "\"_id\":\"65f0c0ffee65f0c0ffee0001\",");

    private final String event;
    private final String first;
    private final byte[] head;

    FeedEvent(String event, String first) {
        this.event = event;
        this.first = first;
        this.head = ("[\"" + event + "\",{" + first + "\"n\":").getBytes(StandardCharsets.US_ASCII);
    }

    String event() {
        return event;
    }

    /** A payload with these fields. */
    String payload(String fields) {
        return "{" + first + fields + "}";
    }

    /** Bytes of the event before the number. */
    int headLength() {
        return head.length;
    }

    byte headAt(int index) {
        return head[index];
    }
}
