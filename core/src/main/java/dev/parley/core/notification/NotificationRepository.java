package dev.parley.core.notification;

import dev.parley.core.chat.Page;
import dev.parley.core.id.NotificationId;
import dev.parley.core.id.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Where notifications are kept; one that has expired is as if it were not there. Stages fail with {@code StorageException} only. */
public interface NotificationRepository {

    CompletionStage<Void> insertAll(List<Notification> notifications);

    /** Newest first. An invalid cursor fails with {@code INVALID_PAYLOAD}. */
    CompletionStage<Page<Notification>> ofUser(
            UserId user, boolean unreadOnly, Optional<String> cursor, int limit, Instant now);

    /** Takes the undelivered ones, oldest first, and marks those it returns as delivered; each is returned to one caller. */
    CompletionStage<Undelivered> deliver(UserId user, int limit, Instant now);

    /** Idempotent. Completes with the notification, or with empty when the user has no such one. */
    CompletionStage<Optional<Notification>> markRead(NotificationId id, UserId user, Instant at);

    /** Completes with how many changed. */
    CompletionStage<Long> markAllRead(UserId user, Instant at);

    CompletionStage<Long> countUnread(UserId user, Instant now);

    record Undelivered(List<Notification> notifications, boolean hasMore) {

        public Undelivered {
            notifications = List.copyOf(notifications);
        }
    }
}
