package dev.parley.presence;

import dev.parley.core.id.UserId;
import java.time.Instant;

/**
 * A user came online or went offline, as the audience is told.
 *
 * @param version grows per user; an older change is to be ignored when a newer one was seen
 */
public record PresenceChange(UserId userId, boolean isOnline, Instant lastActive, long version) {}
