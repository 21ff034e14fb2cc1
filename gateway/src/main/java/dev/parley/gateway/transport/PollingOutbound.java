package dev.parley.gateway.transport;

import dev.parley.gateway.engineio.EngineError;
import dev.parley.gateway.engineio.EnginePacketType;
import dev.parley.gateway.engineio.PollingPayload;
import dev.parley.gateway.socketio.EncodedPacket;
import dev.parley.gateway.transport.http.HttpExchange;
import dev.parley.gateway.transport.limits.ByteBudget;
import dev.parley.gateway.transport.limits.TransportLimits;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Queues packets until a poll fetches them, as many as fit a payload (Engine.IO 4, section "HTTP long-polling"). Queued bytes are charged to
 * the node's budget.
 */
final class PollingOutbound implements Outbound {

    private static final EncodedPacket CLOSE = new EncodedPacket(EnginePacketType.CLOSE.bare());

    /** Maximum difference, in bytes, between the charged and the queued bytes. */
    private static final int CHARGE_STEP = 4_096;

    private final TransportLimits limits;
    private final ByteBudget.Account waiting;
    private final Queue<EncodedPacket> packets = new ArrayDeque<>(4);
    private long bytes;
    private long charged;
    private HttpExchange poll;
    /** The next poll that finds no packets gets the close packet. */
    private boolean isClosing;

    PollingOutbound(TransportLimits limits, ByteBudget.Account waiting) {
        this.limits = limits;
        this.waiting = waiting;
    }

    boolean isPolled() {
        return poll != null;
    }

    boolean isPolledBy(HttpExchange exchange) {
        return poll == exchange;
    }

    /** Whether a poll would be answered immediately. */
    boolean hasAnswer() {
        return isClosing || !packets.isEmpty();
    }

    void poll(HttpExchange exchange) {
        poll = exchange;
    }

    /** The client aborted the poll. */
    void forgetPoll() {
        poll = null;
    }

    @Override
    public Backlog backlog() {
        if (packets.size() >= limits.outboundPackets() || bytes >= limits.outboundBytes()) {
            return Backlog.FULL;
        }
        boolean isSlow = packets.size() >= limits.outboundPackets() / 4 || bytes >= limits.outboundBytes() / 4;
        return isSlow ? Backlog.SLOW : Backlog.NONE;
    }

    @Override
    public void write(EncodedPacket packet) {
        packets.add(packet);
        bytes += packet.size();
        if (bytes - charged >= CHARGE_STEP) {
            charge();
        }
    }

    private void charge() {
        charged = bytes;
        waiting.set(bytes);
    }

    /**
     * Answers a waiting poll. Deliberate: a close packet has its own response, because the official client drops the packets that
     * come in one payload with it.
     */
    @Override
    public void flush() {
        if (poll == null) {
            return;
        }
        if (!packets.isEmpty()) {
            answer(payload());
        } else if (isClosing) {
            isClosing = false;
            answer(CLOSE.text());
        }
    }

    private byte[] payload() {
        var payload = new PollingPayload.Builder();
        do {
            append(payload, packets.remove());
        } while (!packets.isEmpty() && payload.size() + packets.element().size() < limits.maxPayload());
        if (charged > 0) {
            charge();
        }
        return payload.build();
    }

    /** Answers a waiting poll with the queued packets, or with a noop. */
    void release() {
        flush();
        if (poll != null) {
            answer(EnginePacketType.NOOP.bare());
        }
    }

    /** Answers a waiting poll with an error, because the client must not poll any more. */
    void refusePoll() {
        if (poll != null) {
            HttpExchange waitingPoll = poll;
            poll = null;
            waitingPoll.error(EngineError.BAD_REQUEST);
        }
    }

    /** Moves all queued packets to the new transport. */
    void moveTo(Outbound next) {
        for (EncodedPacket packet = packets.poll(); packet != null; packet = packets.poll()) {
            next.write(packet);
        }
        discard();
    }

    /** Drops all queued packets. */
    void discard() {
        packets.clear();
        isClosing = false;
        bytes = 0;
        charge();
    }

    @Override
    public void close(int status) {
        isClosing = true;
        flush();
    }

    private void append(PollingPayload.Builder payload, EncodedPacket packet) {
        bytes -= packet.size();
        if (packet.text().length > 0) {
            payload.text(packet.text());
        }
        packet.attachments().forEach(payload::binary);
    }

    private void answer(byte[] payload) {
        HttpExchange answered = poll;
        poll = null;
        answered.payload(payload);
    }
}
