package dev.parley.gateway.http;

import dev.parley.gateway.nodes.LocalNodes;
import dev.parley.gateway.transport.limits.CorsPolicy;
import dev.parley.gateway.transport.limits.TrustedProxies;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * Settings of the HTTP port.
 *
 * @param port 0 for any free port
 * @param proxies whose {@code X-Forwarded-For} names the address of a client
 * @param nodeId the node, as the demo page names it
 * @param demo whether {@code /} serves the demo page
 * @param socketPort the Socket.IO port, for the demo page; read once, at start
 * @param localNodes that the demo page may kill and start; empty where it may not
 */
public record HttpSettings(
        String host,
        int port,
        CorsPolicy cors,
        TrustedProxies proxies,
        String nodeId,
        boolean demo,
        IntSupplier socketPort,
        Optional<LocalNodes> localNodes) {}
