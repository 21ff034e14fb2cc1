package dev.parley.presence;

import dev.parley.core.id.UserId;
import java.time.Instant;
import java.util.Optional;

/**
 * The status of a user, the same on every node.
 *
 * @param isOnline has a socket on a live node, or had one less than the grace ago, and does not appear offline
 * @param lastActive when the user was last online; empty for an unknown user
 * @param version grows with each change of {@code isOnline}; 0 for an unknown user
 * @param connections sockets on live nodes, also while the user appears offline
 */
public record PresenceState(
        UserId userId, boolean isOnline, Optional<Instant> lastActive, long version, int connections) {}
