package dev.parley.gateway.http;

import dev.parley.gateway.transport.CorsPolicy;

/**
 * Where the API listens and what it shows.
 *
 * @param port 0 for any free one
 * @param demo whether {@code /} shows the demo page
 * @param socketPort where the demo page finds Socket.IO
 */
public record HttpSettings(String host, int port, CorsPolicy cors, boolean demo, int socketPort) {}
