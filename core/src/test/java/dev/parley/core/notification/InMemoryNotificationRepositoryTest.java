package dev.parley.core.notification;

import dev.parley.core.testing.InMemoryNotifications;

class InMemoryNotificationRepositoryTest extends NotificationRepositoryContract {
    private final InMemoryNotifications notifications = new InMemoryNotifications();

    @Override
    protected NotificationRepository notifications() {
        return notifications;
    }
}
