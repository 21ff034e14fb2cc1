package dev.parley.gateway.config;

import dev.parley.gateway.auth.TokenSettings;
import dev.parley.gateway.eventloop.IoTransport;
import dev.parley.gateway.presence.PresenceAudience;
import dev.parley.gateway.redis.RedisAddress;
import dev.parley.gateway.transport.TransportLimits;
import dev.parley.gateway.transport.TrustedProxies;
import dev.parley.presence.NodeId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that one gateway is told, checked and with the defaults filled in.
 *
 * @param ports of this node; 0 means any free one
 * @param mongo a connection string; may hold a password, so it is never logged
 * @param tokens empty means that users are who they say they are ({@code --auth none})
 * @param rules empty means the built-in rules
 * @param corsOrigins the web pages that may connect; {@code *} stands for any
 * @param demo whether the demo page is served; then pages of the same host may connect as well
 * @param recovery whether a client that was cut off goes on where it was
 * @param ioTransport one that is available here
 * @param trustedProxies may name the address of a client, on the Socket.IO and the HTTP port
 * @param drainTime over which clients are asked to move when the node stops
 */
public record GatewayConfig(
        String host,
        Ports ports,
        RedisAddress redis,
        String mongo,
        Optional<TokenSettings> tokens,
        NodeId nodeId,
        PresenceAudience presenceAudience,
        Duration presenceGrace,
        Optional<Path> rules,
        Set<String> corsOrigins,
        boolean demo,
        boolean compression,
        boolean acceptEmitter,
        boolean recovery,
        IoTransport ioTransport,
        TrustedProxies trustedProxies,
        TransportLimits transportLimits,
        Duration drainTime) {

    public GatewayConfig {
        corsOrigins = Set.copyOf(corsOrigins);
    }

    /** Where the three listeners of a node are. */
    public record Ports(int socket, int http, int ops) {

        /** The ports of a later node of the same process; any free port stays any. */
        public Ports plus(int nodes) {
            return new Ports(plus(socket, nodes), plus(http, nodes), plus(ops, nodes));
        }

        private static int plus(int port, int nodes) {
            return port == 0 ? 0 : port + nodes;
        }
    }

    public boolean allowsAnyOrigin() {
        return corsOrigins.contains("*");
    }

    /** Without what is secret. */
    @Override
    public String toString() {
        return "GatewayConfig[" + nodeId + ", " + host + ", " + ports + ", redis " + redis + "]";
    }
}
