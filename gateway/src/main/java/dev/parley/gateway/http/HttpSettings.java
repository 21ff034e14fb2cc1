package dev.parley.gateway.http;

import dev.parley.gateway.transport.CorsPolicy;
import java.util.function.IntSupplier;

/**
 * Settings of the HTTP port.
 *
 * @param port 0 for any free port
 * @param demo whether {@code /} serves the demo page
 * @param socketPort the Socket.IO port, for the demo page; read once, at start
 */
public record HttpSettings(String host, int port, CorsPolicy cors, boolean demo, IntSupplier socketPort) {}
