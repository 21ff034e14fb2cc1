package dev.parley.gateway.transport.limits;

import java.time.Duration;

/**
 * Every bound of the transport.
 *
 * @param maxPayload bytes of one polling payload, websocket message, or message after decompression
 * @param outboundPackets packets waiting for one session
 * @param outboundBytes bytes waiting for one session; volatile packets are dropped from a quarter of either bound on
 * @param attachments binary attachments of one packet
 * @param connects CONNECT packets that a session may send at once; one more is allowed each second
 */
public record TransportLimits(
        Timeouts timeouts,
        int maxPayload,
        int outboundPackets,
        int outboundBytes,
        int attachments,
        int connects,
        SessionLimits sessions,
        MemoryLimits memory) {

    /**
     * @param pingInterval between a pong and the next ping
     * @param pingTimeout how long a pong may take
     * @param upgrade from the websocket of an upgrade to its upgrade packet; then the session stays on polling
     * @param join how long a session may be in no namespace
     * @param idle how long a connection may wait for its first request, or for the rest of one
     * @param keepAlive how long an HTTP connection may be idle between two requests
     * @param authorization how long a {@code ConnectAuthorizer} may take
     * @param linger how long a session closed by the server waits for the polls that fetch its last packets
     */
    public record Timeouts(
            Duration pingInterval,
            Duration pingTimeout,
            Duration upgrade,
            Duration join,
            Duration idle,
            Duration keepAlive,
            Duration authorization,
            Duration linger) {

        public static Timeouts defaults() {
            return new Timeouts(
                    Duration.ofSeconds(25),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(45),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(5));
        }

        public Timeouts withHeartbeat(Duration interval, Duration timeout) {
            return new Timeouts(interval, timeout, upgrade, join, idle, keepAlive, authorization, linger);
        }

        public Timeouts withJoin(Duration timeout) {
            return new Timeouts(pingInterval, pingTimeout, upgrade, timeout, idle, keepAlive, authorization, linger);
        }
    }

    /** @param heap bytes that the node may use */
    public static TransportLimits forHeap(long heap) {
        return new TransportLimits(
                Timeouts.defaults(),
                1_000_000,
                5_000,
                4 << 20,
                100,
                20,
                SessionLimits.forHeap(heap, false),
                MemoryLimits.forHeap(heap));
    }

    public TransportLimits with(SessionLimits limits) {
        return new TransportLimits(
                timeouts, maxPayload, outboundPackets, outboundBytes, attachments, connects, limits, memory);
    }

    public TransportLimits with(MemoryLimits limits) {
        return new TransportLimits(
                timeouts, maxPayload, outboundPackets, outboundBytes, attachments, connects, sessions, limits);
    }

    public TransportLimits with(Timeouts limits) {
        return new TransportLimits(
                limits, maxPayload, outboundPackets, outboundBytes, attachments, connects, sessions, memory);
    }

    public TransportLimits withHeartbeat(Duration interval, Duration timeout) {
        return with(timeouts.withHeartbeat(interval, timeout));
    }

    public TransportLimits withOutbound(int packets, int bytes) {
        return new TransportLimits(timeouts, maxPayload, packets, bytes, attachments, connects, sessions, memory);
    }
}
