package dev.parley.gateway.recovery;

/**
 * Credentials with which a client resumes a session.
 *
 * @param pid the client's secret
 * @param holder the secret of this socket: of the sockets with one pid, only the last may write the session
 * @param socketId the {@code sid} that the client was given
 * @param since the offset of the last event before the client first connected
 */
public record SessionCredentials(String pid, String holder, String socketId, long since) {}
