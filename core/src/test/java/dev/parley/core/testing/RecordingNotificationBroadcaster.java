package dev.parley.core.testing;

import dev.parley.core.id.NotificationId;
import dev.parley.core.id.UserId;
import dev.parley.core.notification.Notification;
import dev.parley.core.notification.NotificationBroadcaster;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Records broadcasts in order. Thread-safe. */
public final class RecordingNotificationBroadcaster implements NotificationBroadcaster {
    private final List<String> told = new CopyOnWriteArrayList<>();

    /** Everything that was told, such as {@code posted welcome to anna}. */
    public List<String> told() {
        return told;
    }

    @Override
    public void notificationPosted(Notification notification) {
        told.add("posted " + notification.title() + " to " + notification.userId());
    }

    @Override
    public void notificationRead(UserId user, NotificationId id, long unread) {
        told.add("read by " + user + " unread " + unread);
    }

    @Override
    public void allNotificationsRead(UserId user, long readCount, long unread) {
        told.add("all read by " + user + " count " + readCount + " unread " + unread);
    }

    @Override
    public void resync(UserId user, Instant since) {
        told.add("resync " + user);
    }
}
