/**
 * What the connections and sessions of one event loop share: flushes at the end of a pass, deadlines, the order of tasks, back-pressure.
 * Knows no session.
 */
package dev.parley.gateway.transport.loop;
