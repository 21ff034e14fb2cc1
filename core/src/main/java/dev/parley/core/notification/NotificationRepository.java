package dev.parley.core.notification;

import dev.parley.core.chat.Page;
import dev.parley.core.id.NotificationId;
import dev.parley.core.id.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** Where notifications are kept; one that has expired is as if it were not there. Stages fail with {@code StorageException} only. */
public interface NotificationRepository {

    /**
     * Completes with what is stored, in the order of {@code notifications}: where a user has one of this key, that one.
     *
     * @param key of the request, the same on every retry
     * @param stored is given each notification once it is stored; also when the stage has failed already because the outcome was
     *     not known in time
     */
    CompletionStage<List<Notification>> insertAll(
            List<Notification> notifications, Optional<String> key, Consumer<Notification> stored);

    /** Newest first. An invalid cursor fails with {@code INVALID_PAYLOAD}. */
    CompletionStage<Page<Notification>> ofUser(
            UserId user, boolean unreadOnly, Optional<String> cursor, int limit, Instant now);

    /**
     * Takes the undelivered ones, oldest first, and marks those it returns as delivered; each is returned to one caller.
     *
     * @param released is run when the stage has failed, notifications turn out to be marked all the same, and they are
     *     undelivered again
     */
    CompletionStage<Undelivered> deliver(UserId user, int limit, Instant now, Runnable released);

    /**
     * Idempotent. Completes with the notification, or with empty when the user has no such one.
     *
     * @param late is run when the stage has failed because the outcome was not known in time, and this call turns out to have
     *     changed the notification
     */
    CompletionStage<Optional<Notification>> markRead(NotificationId id, UserId user, Instant at, Runnable late);

    /**
     * Completes with how many changed.
     *
     * @param late is given how many changed, in the case of {@link #markRead}
     */
    CompletionStage<Long> markAllRead(UserId user, Instant at, LongConsumer late);

    CompletionStage<Long> countUnread(UserId user, Instant now);

    record Undelivered(List<Notification> notifications, boolean hasMore) {

        public Undelivered {
            notifications = List.copyOf(notifications);
        }
    }
}
