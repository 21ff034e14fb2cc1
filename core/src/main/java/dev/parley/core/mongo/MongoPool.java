package dev.parley.core.mongo;

/**
 * The driver's connections at one moment, of all servers together.
 *
 * @param open connected, or connecting
 * @param inUse of these, those with an operation in flight
 * @param waiting operations that wait for a thread or a connection
 */
public record MongoPool(int open, int inUse, int waiting) {}
