package dev.parley.presence;

import dev.parley.core.id.UserId;
import java.time.Duration;

/**
 * What a node tells the registry about a user.
 *
 * @param sockets of the user on this node: an absolute number, so that repeating it is harmless
 * @param grace how long the user stays online when this was the last socket in the cluster
 * @param known the latest announcement that this node knows; the registry restores it if it lost its data
 * @param step identifies the step within this start of the node; a repetition bears the same number
 */
public record PresenceReport(UserId user, int sockets, Duration grace, AnnouncedStatus known, long step) {}
