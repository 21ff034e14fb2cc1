package dev.parley.gateway.wire;

/** One event a client may emit, with the payload it carries and the reply it is acknowledged with. */
public record Request<P, R>(String name, Class<P> payload, Class<R> reply) {}
