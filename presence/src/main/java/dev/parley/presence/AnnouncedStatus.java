package dev.parley.presence;

/**
 * What was announced about a user last.
 *
 * @param version of the announcement; 0 when there was none
 */
public record AnnouncedStatus(boolean isOnline, long version) {
    public static final AnnouncedStatus NONE = new AnnouncedStatus(false, 0);
}
