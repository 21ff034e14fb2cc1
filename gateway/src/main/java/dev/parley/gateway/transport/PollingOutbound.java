package dev.parley.gateway.transport;

import dev.parley.gateway.engineio.EngineError;
import dev.parley.gateway.engineio.EnginePacketType;
import dev.parley.gateway.engineio.PollingPayload;
import dev.parley.gateway.socketio.EncodedPacket;
import java.util.ArrayDeque;
import java.util.Queue;

/** Keeps packets until a poll fetches them, as many as fit a payload (Engine.IO 4, section "HTTP long-polling"). */
final class PollingOutbound implements Outbound {

    private final TransportLimits limits;
    private final Queue<EncodedPacket> packets = new ArrayDeque<>(4);
    private long bytes;
    private HttpExchange poll;

    PollingOutbound(TransportLimits limits) {
        this.limits = limits;
    }

    boolean isPolled() {
        return poll != null;
    }

    boolean isPolledBy(HttpExchange exchange) {
        return poll == exchange;
    }

    boolean isEmpty() {
        return packets.isEmpty();
    }

    void poll(HttpExchange exchange) {
        poll = exchange;
    }

    /** The client gave the poll up. */
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
    }

    @Override
    public void flush() {
        if (poll == null || packets.isEmpty()) {
            return;
        }
        var payload = new PollingPayload.Builder();
        do {
            append(payload, packets.remove());
        } while (!packets.isEmpty() && payload.size() + packets.element().size() < limits.maxPayload());
        answer(payload.build());
    }

    /** Ends a waiting poll, with what there is or with a noop. */
    void release() {
        flush();
        if (poll != null) {
            answer(EnginePacketType.NOOP.bare());
        }
    }

    /** Ends a waiting poll as one that should not be. */
    void refusePoll() {
        if (poll != null) {
            HttpExchange waiting = poll;
            poll = null;
            waiting.error(EngineError.BAD_REQUEST);
        }
    }

    /** Writes all that waits to the transport that takes over. */
    void moveTo(Outbound next) {
        for (EncodedPacket packet = packets.poll(); packet != null; packet = packets.poll()) {
            next.write(packet);
        }
        bytes = 0;
    }

    @Override
    public void close(int status) {
        write(new EncodedPacket(EnginePacketType.CLOSE.bare()));
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
        HttpExchange waiting = poll;
        poll = null;
        waiting.payload(payload);
    }
}
