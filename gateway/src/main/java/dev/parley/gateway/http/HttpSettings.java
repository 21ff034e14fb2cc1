package dev.parley.gateway.http;

import dev.parley.gateway.transport.CorsPolicy;
import java.util.function.IntSupplier;

/**
 * Where the API listens and what it shows.
 *
 * @param port 0 for any free one
 * @param demo whether {@code /} shows the demo page
 * @param socketPort where the demo page finds Socket.IO; asked once, when the API starts
 */
public record HttpSettings(String host, int port, CorsPolicy cors, boolean demo, IntSupplier socketPort) {}
