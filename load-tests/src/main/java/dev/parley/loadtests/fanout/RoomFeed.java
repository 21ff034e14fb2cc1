package dev.parley.loadtests.fanout;

import dev.parley.loadtests.client.SocketListener;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * One room of a fan-out run: numbers what is published to it and checks that each member receives every number, once and
 * in order. On the client's event loop only.
 */
final class RoomFeed {

    /** Ten digits from the first number on, so that every frame has one length. */
    private static final long FIRST = 1_000_000_000L;

    private static final int DIGITS = 10;
    private static final int TIME_DIGITS = 19;
    private static final String TEXT = "x".repeat(120);

    private final String userId;
    private final int members;
    private final FeedEvent event;
    private final FanOutRun run;
    private long published;
    private long heard;

    RoomFeed(String userId, int members, FeedEvent event, FanOutRun run) {
        this.event = event;
        this.userId = userId;
        this.members = members;
        this.run = run;
    }

    String userId() {
        return userId;
    }

    int members() {
        return members;
    }

    /** The next payload, about 200 bytes; {@code t} is the time of sending. */
    String next(long nanoTime) {
        long number = FIRST + published++;
        String time = String.format("%019d", nanoTime);
        return event.payload(
                "\"n\":" + number + ",\"t\":\"" + time + "\",\"title\":\"fan-out\",\"body\":\"" + TEXT + "\"");
    }

    long published() {
        return published;
    }

    long heard() {
        return heard;
    }

    long expected() {
        return published * members;
    }

    SocketListener newMember() {
        return new Member();
    }

    private final class Member implements SocketListener {

        private long next = FIRST;

        @Override
        public void event(ByteBuf in, int from, int to) {
            if (in.getByte(from + 2) != event.headAt(2)) {
                run.otherEvent(in.toString(from, to - from, StandardCharsets.UTF_8));
                return;
            }
            long number = digits(in, from + event.headLength(), DIGITS);
            if (number != next) {
                run.outOfOrder();
            }
            next = number + 1;
            heard++;
            if (run.timesDeliveries()) {
                run.arrived(digits(in, from + event.headLength() + DIGITS + 6, TIME_DIGITS));
            }
            if (heard % members == 0) {
                run.roomHeardAll(RoomFeed.this);
            }
        }
    }

    private static long digits(ByteBuf in, int index, int count) {
        long value = 0;
        for (int i = index; i < index + count; i++) {
            value = value * 10 + in.getByte(i) - '0';
        }
        return value;
    }
}
