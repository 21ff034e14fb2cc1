package dev.parley.gateway.wire;

/** One event the server may emit, with the payload it carries. */
public record Push<P>(String name, Class<P> payload) {}
