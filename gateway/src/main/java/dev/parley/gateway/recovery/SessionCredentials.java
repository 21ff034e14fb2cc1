package dev.parley.gateway.recovery;

/**
 * By what a socket is found again when it was lost.
 *
 * @param pid the client's secret
 * @param holder this socket's own secret: of those that came with the pid one after the other, the last may write
 * @param socketId the {@code sid} by which the client knows itself
 * @param since the offset of the last event before the client first came
 */
public record SessionCredentials(String pid, String holder, String socketId, long since) {}
