package dev.parley.core.notification;

import dev.parley.core.id.NotificationId;
import dev.parley.core.id.UserId;
import java.time.Instant;

/** Broadcasts to a user's notification room on every node. At most once, and never fails: a lost push is counted. */
public interface NotificationBroadcaster {

    void notificationPosted(Notification notification);

    void notificationRead(UserId user, NotificationId id, long unread);

    void allNotificationsRead(UserId user, long readCount, long unread);

    /** Tells the room to read again: it may have missed events since then. */
    void resync(UserId user, Instant since);
}
