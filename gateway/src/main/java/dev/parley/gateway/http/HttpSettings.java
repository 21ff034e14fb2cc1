package dev.parley.gateway.http;

/**
 * @param port 0 for any free one
 * @param demo whether {@code /} shows the demo page
 * @param socketPort where the demo page finds Socket.IO
 */
public record HttpSettings(String host, int port, Cors cors, boolean demo, int socketPort) {}
