package dev.parley.core.mongo;

import dev.parley.core.notification.NotificationRepository;
import dev.parley.core.notification.NotificationRepositoryContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class MongoNotificationRepositoryIT extends NotificationRepositoryContract {
    @RegisterExtension
    static final FreshStore mongo = new FreshStore();

    @Override
    protected NotificationRepository notifications() {
        return mongo.store().notifications();
    }
}
