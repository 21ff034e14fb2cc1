package dev.parley.gateway.transport;

import java.time.Duration;

/**
 * Every bound of the transport in one place.
 *
 * @param pingInterval between a pong and the next ping
 * @param pingTimeout how long a pong may take
 * @param maxPayload bytes of one polling payload, websocket message, or message after decompression
 * @param upgradeTimeout from the websocket of an upgrade to its upgrade packet; then polling goes on alone
 * @param joinTimeout how long a session may be in no namespace
 * @param idleTimeout how long a connection may wait for its first request, or for the rest of one
 * @param keepAliveTimeout how long an HTTP connection may rest between two requests
 * @param admissionTimeout how long a {@link ConnectAuthorizer} may take
 * @param lingerTimeout how long a session closed by the server waits for the poll that fetches its last packets
 * @param outboundPackets packets waiting for one session
 * @param outboundBytes bytes waiting for one session; volatile packets are dropped from a quarter of either bound on
 * @param attachments binary attachments of one packet
 * @param sessionsPerAddress sessions of one remote address; behind a proxy all have the proxy's
 */
public record TransportLimits(
        Duration pingInterval,
        Duration pingTimeout,
        int maxPayload,
        Duration upgradeTimeout,
        Duration joinTimeout,
        Duration idleTimeout,
        Duration keepAliveTimeout,
        Duration admissionTimeout,
        Duration lingerTimeout,
        int outboundPackets,
        int outboundBytes,
        int attachments,
        int sessionsPerAddress) {

    public static TransportLimits defaults() {
        return new TransportLimits(
                Duration.ofSeconds(25),
                Duration.ofSeconds(20),
                1_000_000,
                Duration.ofSeconds(10),
                Duration.ofSeconds(45),
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Duration.ofSeconds(10),
                Duration.ofSeconds(5),
                5_000,
                4 << 20,
                100,
                1_000_000);
    }

    public TransportLimits withHeartbeat(Duration interval, Duration timeout) {
        return new TransportLimits(
                interval,
                timeout,
                maxPayload,
                upgradeTimeout,
                joinTimeout,
                idleTimeout,
                keepAliveTimeout,
                admissionTimeout,
                lingerTimeout,
                outboundPackets,
                outboundBytes,
                attachments,
                sessionsPerAddress);
    }

    public TransportLimits withJoinTimeout(Duration timeout) {
        return new TransportLimits(
                pingInterval,
                pingTimeout,
                maxPayload,
                upgradeTimeout,
                timeout,
                idleTimeout,
                keepAliveTimeout,
                admissionTimeout,
                lingerTimeout,
                outboundPackets,
                outboundBytes,
                attachments,
                sessionsPerAddress);
    }

    public TransportLimits withOutbound(int packets, int bytes) {
        return new TransportLimits(
                pingInterval,
                pingTimeout,
                maxPayload,
                upgradeTimeout,
                joinTimeout,
                idleTimeout,
                keepAliveTimeout,
                admissionTimeout,
                lingerTimeout,
                packets,
                bytes,
                attachments,
                sessionsPerAddress);
    }

    public TransportLimits withSessionsPerAddress(int sessions) {
        return new TransportLimits(
                pingInterval,
                pingTimeout,
                maxPayload,
                upgradeTimeout,
                joinTimeout,
                idleTimeout,
                keepAliveTimeout,
                admissionTimeout,
                lingerTimeout,
                outboundPackets,
                outboundBytes,
                attachments,
                sessions);
    }
}
