package dev.parley.core.notification;

import dev.parley.core.chat.Page;
import dev.parley.core.chat.PageLimit;
import dev.parley.core.error.ErrorCode;
import dev.parley.core.error.Rejection;
import dev.parley.core.id.IdGenerator;
import dev.parley.core.id.NotificationId;
import dev.parley.core.id.UserId;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** The use cases of notifications. Stages fail with a {@link Rejection} that the caller is told, or with {@code StorageException}. */
public final class NotificationService {
    /** How many undelivered ones a user is handed at once on joining. */
    static final int MAX_DELIVERED_AT_ONCE = 100;

    private final NotificationRepository notifications;
    private final NotificationBroadcaster rooms;
    private final IdGenerator ids;
    private final Clock clock;

    public NotificationService(
            NotificationRepository notifications, NotificationBroadcaster rooms, IdGenerator ids, Clock clock) {
        this.notifications = notifications;
        this.rooms = rooms;
        this.ids = ids;
        this.clock = clock;
    }

    /** As below, without a key: each call stores further ones. */
    public CompletionStage<List<Notification>> post(List<UserId> to, NotificationDraft draft) {
        return post(to, draft, Optional.empty()).thenApply(Posted::notifications);
    }

    /**
     * Stores one for each receiver and announces it, late if MongoDB confirms it late. Completes once they are stored. A receiver who
     * has one of the same key gets no other, and that one is not announced again.
     */
    public CompletionStage<Posted> post(List<UserId> to, NotificationDraft draft, Optional<String> key) {
        try {
            List<Notification> posted = NotificationRules.addressed(to, draft, ids, clock.instant());
            return notifications
                    .insertAll(posted, key, rooms::notificationPosted)
                    .thenApply(stored -> Posted.of(posted, stored));
        } catch (Rejection refused) {
            return CompletableFuture.failedStage(refused);
        }
    }

    /**
     * The undelivered notifications of a user who has just joined. Call it when the room's subscription is live. Deliberate: they are
     * taken last, when nothing is left that could fail.
     */
    public CompletionStage<Joined> join(UserId user) {
        Instant now = clock.instant();
        return notifications.countUnread(user, now).thenCompose(unread -> notifications
                .deliver(user, MAX_DELIVERED_AT_ONCE, now, () -> rooms.resync(user, now))
                .thenApply(taken -> new Joined(unread, taken.notifications(), taken.hasMore())));
    }

    /** Completes with what is still unread, or fails with {@link ErrorCode#NOTIFICATION_NOT_FOUND}. */
    public CompletionStage<Long> markRead(UserId user, NotificationId id) {
        return notifications
                .markRead(id, user, clock.instant(), () -> announceRead(user, id))
                .thenApply(NotificationService::found)
                .thenCompose(read -> announceRead(user, id));
    }

    public CompletionStage<MarkedAll> markAllRead(UserId user) {
        return notifications
                .markAllRead(user, clock.instant(), count -> announceAllRead(user, count))
                .thenCompose(count -> announceAllRead(user, count));
    }

    public CompletionStage<Long> unread(UserId user) {
        return notifications.countUnread(user, clock.instant());
    }

    /** Newest first. */
    public CompletionStage<Page<Notification>> list(
            UserId user, boolean unreadOnly, Optional<String> cursor, int limit) {
        try {
            return notifications.ofUser(user, unreadOnly, cursor, PageLimit.of(limit), clock.instant());
        } catch (Rejection refused) {
            return CompletableFuture.failedStage(refused);
        }
    }

    private CompletionStage<Long> announceRead(UserId user, NotificationId id) {
        return unreadOrResync(user).thenApply(unread -> {
            rooms.notificationRead(user, id, unread);
            return unread;
        });
    }

    private CompletionStage<MarkedAll> announceAllRead(UserId user, long count) {
        return unreadOrResync(user).thenApply(unread -> {
            rooms.allNotificationsRead(user, count, unread);
            return new MarkedAll(count, unread);
        });
    }

    /** Notifications were read, and the announcement contains the count: without it the user's devices are told to resync. */
    private CompletionStage<Long> unreadOrResync(UserId user) {
        Instant now = clock.instant();
        return notifications.countUnread(user, now).whenComplete((unread, failure) -> {
            if (failure != null) {
                rooms.resync(user, now);
            }
        });
    }

    private static Notification found(Optional<Notification> notification) {
        return notification.orElseThrow(() -> new Rejection(ErrorCode.NOTIFICATION_NOT_FOUND, "no such notification"));
    }

    /** @param isNew whether at least one of them was not stored before */
    public record Posted(List<Notification> notifications, boolean isNew) {

        private static Posted of(List<Notification> posted, List<Notification> stored) {
            Set<NotificationId> before = stored.stream().map(Notification::id).collect(Collectors.toSet());
            return new Posted(stored, posted.stream().map(Notification::id).anyMatch(before::contains));
        }
    }

    /**
     * @param notifications those that had not been delivered, oldest first
     * @param hasMore whether joining again would bring further ones
     */
    public record Joined(long unread, List<Notification> notifications, boolean hasMore) {}

    /** @param unread number of unread notifications */
    public record MarkedAll(long readCount, long unread) {}
}
