package dev.parley.gateway.trace;

import dev.parley.core.error.ErrorCode;
import dev.parley.core.rules.RuleListener.Outcome;
import dev.parley.gateway.rooms.DeliveryTrace;
import dev.parley.gateway.rooms.Member;
import dev.parley.gateway.trace.TraceRing.Reader;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * Records what becomes of messages on this node, for the past hour or for the last {@link #RECORDS} records, whichever is shorter. A
 * message to a chat of two costs about six records. Content is never recorded; users and rooms are, as hashes.
 */
public final class TraceRecorder implements DeliveryTrace {
    static final Duration KEPT = Duration.ofHours(1);
    /** Of 48 bytes each: 12 MB outside the heap. */
    static final int RECORDS = 1 << 18;

    private static final int EVENT = 2;
    private static final int INT_BITS = 32;

    private final TraceRing ring;
    private final Clock clock;
    private final long startedAt;

    public TraceRecorder(Clock clock) {
        this(clock, RECORDS);
    }

    TraceRecorder(Clock clock, int records) {
        this.ring = new TraceRing(records);
        this.clock = clock;
        this.startedAt = clock.millis();
    }

    /** A rule refused what a client sent with this id of its own. */
    void refused(String clientMessageId, String chat, ErrorCode code, int rule) {
        long value = (long) code.ordinal() << INT_BITS | rule;
        ring.write(clock.millis(), Step.REFUSED, MessageKey.hash(clientMessageId), MessageKey.hash(chat), 0, value);
    }

    /** A rule in mode shadow would have refused or changed what a client sent with this id of its own. */
    void shadowed(String clientMessageId, String chat, Outcome outcome, int rule) {
        long value = (long) outcome.ordinal() << INT_BITS | rule;
        ring.write(clock.millis(), Step.SHADOWED, MessageKey.hash(clientMessageId), MessageKey.hash(chat), 0, value);
    }

    @Override
    public void stored(byte[] id, String clientMessageId) {
        long client = clientMessageId == null ? 0 : MessageKey.hash(clientMessageId);
        write(Step.STORED, id, 0, 0, client, 0);
    }

    @Override
    public void delivered(byte[] packet, String room, int sockets) {
        int id = MessageKey.find(packet, EVENT);
        if (id >= 0) {
            write(Step.DELIVERED, packet, id, MessageKey.hash(room), 0, sockets);
        }
    }

    @Override
    public void published(byte[] frame, boolean taken) {
        int id = MessageKey.search(frame);
        if (id >= 0) {
            write(taken ? Step.PUBLISHED : Step.PUBLISH_LOST, frame, id, 0, 0, 0);
        }
    }

    private void write(Step step, byte[] text, int id, long room, long detail, int count) {
        long value = (long) MessageKey.low(text, id) << INT_BITS | count;
        ring.write(clock.millis(), step, MessageKey.high(text, id), room, detail, value);
    }

    @Override
    public void joined(Member member, String room) {
        write(Step.JOINED, member, room, 0);
    }

    @Override
    public void left(Member member, String room, boolean isGone) {
        int reason =
                member.handle().endReason().map(ended -> ended.ordinal() + 1).orElse(0);
        write(isGone ? Step.GONE : Step.LEFT, member, room, reason);
    }

    private void write(Step step, Member member, String room, int reason) {
        UUID socket = member.handle().id();
        ring.write(
                clock.millis(),
                step,
                MessageKey.hash(room),
                socket.getMostSignificantBits(),
                socket.getLeastSignificantBits(),
                reason);
    }

    @Override
    public void interrupted(boolean isOver) {
        ring.write(clock.millis(), isOver ? Step.RESYNCED : Step.CUT, 0, 0, 0, 0);
    }

    /** Reads what is kept, the oldest first. */
    void read(Reader reader) {
        ring.read(clock.millis() - KEPT.toMillis(), reader);
    }

    /** Seconds that the records reach back: below an hour when there are more than fit. */
    public double reach() {
        return (clock.millis() - since().toEpochMilli()) / 1000.0;
    }

    /** From when on this node has records. */
    Instant since() {
        return Instant.ofEpochMilli(Math.max(ring.oldest(startedAt), clock.millis() - KEPT.toMillis()));
    }
}
