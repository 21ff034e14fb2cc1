package dev.parley.gateway.config;

import dev.parley.core.mongo.FieldAliases;
import dev.parley.gateway.admin.AdminSettings;
import dev.parley.gateway.auth.TokenSettings;
import dev.parley.gateway.eventloop.IoTransport;
import dev.parley.gateway.presence.PresenceAudience;
import dev.parley.gateway.redis.RedisAddress;
import dev.parley.gateway.telemetry.OtlpSettings;
import dev.parley.gateway.transport.limits.CorsPolicy;
import dev.parley.gateway.transport.limits.TransportLimits;
import dev.parley.gateway.transport.limits.TrustedProxies;
import dev.parley.presence.NodeId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * The validated configuration of a node, with the defaults filled in.
 *
 * @param ports of this node; 0 means any free port
 * @param mongo a connection string; may hold a password, so it is never logged
 * @param tokens empty when clients are trusted to name their user ({@code --auth none})
 * @param rules empty means the built-in rules
 * @param webhooks empty means that none are sent
 * @param webPush empty means that nothing is pushed to browsers
 * @param adminUi empty means that there is no namespace {@code /admin}
 * @param otlp empty means that no traces are recorded
 * @param aliases an application's names for fields of documents that this node creates
 * @param corsOrigins the web pages that may connect; {@code *} stands for any
 * @param demo whether the demo page is served; then pages of the same host may connect as well
 * @param recovery whether a client may resume its session after a disconnect
 * @param ioTransport one that is available on this machine
 * @param trustedProxies whose forwarding headers name the address of a client
 * @param drainTime over which clients are moved to other nodes when the node stops
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
        Optional<Path> webhooks,
        Optional<Path> webPush,
        ReminderSettings reminders,
        Optional<AdminSettings> adminUi,
        Optional<OtlpSettings> otlp,
        FieldAliases aliases,
        Set<String> corsOrigins,
        boolean demo,
        boolean compression,
        boolean acceptEmitter,
        boolean recovery,
        IoTransport ioTransport,
        TrustedProxies trustedProxies,
        TransportLimits transportLimits,
        Duration drainTime) {

    /** Browsers send no empty origin, so this lets in no page at all. */
    private static final Set<String> NO_PAGE = Set.of("");

    public GatewayConfig {
        corsOrigins = Set.copyOf(corsOrigins);
    }

    /** The ports of the three listeners of a node. */
    public record Ports(int socket, int http, int ops) {

        /** The ports of a further node of the same process; 0 stays 0. */
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

    /** Lets in the pages of {@code corsOrigins}, and with the demo page those from the host of the node. */
    public CorsPolicy corsPolicy() {
        if (allowsAnyOrigin()) {
            return CorsPolicy.anyOrigin();
        }
        return new CorsPolicy(corsOrigins.isEmpty() ? NO_PAGE : corsOrigins, demo);
    }

    /** The same with another id: a node that is started again is another node. */
    public GatewayConfig startedAgain(NodeId id) {
        return with(ports, id);
    }

    /** The same with the ports that were bound. */
    public GatewayConfig on(Ports bound) {
        return with(bound, nodeId);
    }

    private GatewayConfig with(Ports otherPorts, NodeId otherId) {
        return new GatewayConfig(
                host,
                otherPorts,
                redis,
                mongo,
                tokens,
                otherId,
                presenceAudience,
                presenceGrace,
                rules,
                webhooks,
                webPush,
                reminders,
                adminUi,
                otlp,
                aliases,
                corsOrigins,
                demo,
                compression,
                acceptEmitter,
                recovery,
                ioTransport,
                trustedProxies,
                transportLimits,
                drainTime);
    }

    /** Without secrets. */
    @Override
    public String toString() {
        return "GatewayConfig[" + nodeId + ", " + host + ", " + ports + ", redis " + redis + "]";
    }
}
