package dev.parley.gateway.wire;

/** Declares an event that the server emits, and its payload. */
public record ServerEvent<P>(String name, Class<P> payload) {}
