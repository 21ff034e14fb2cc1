package dev.parley.gateway.wire;

/** Declares an event that the server emits, and its payload. */
public record Push<P>(String name, Class<P> payload) {}
