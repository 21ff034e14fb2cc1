package dev.parley.core.testing;

import static java.util.concurrent.CompletableFuture.completedStage;

import dev.parley.core.chat.Page;
import dev.parley.core.id.NotificationId;
import dev.parley.core.id.UserId;
import dev.parley.core.notification.Notification;
import dev.parley.core.notification.NotificationRepository;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/** Notifications in a map, in the order of their ids. Thread-safe. */
public class InMemoryNotifications implements NotificationRepository {
    private final Map<String, Notification> notifications = new TreeMap<>();
    private final Map<String, String> attempts = new TreeMap<>();

    @Override
    public synchronized CompletionStage<List<Notification>> insertAll(
            List<Notification> posted, Optional<String> key, Consumer<Notification> stored) {
        return completedStage(
                posted.stream().map(each -> insert(each, key, stored)).toList());
    }

    private Notification insert(Notification posted, Optional<String> key, Consumer<Notification> stored) {
        Optional<String> attempt = key.map(same -> posted.userId() + "\n" + same);
        Optional<String> before = attempt.map(attempts::get);
        if (before.isPresent()) {
            return notifications.get(before.get());
        }
        attempt.ifPresent(same -> attempts.put(same, posted.id().value()));
        notifications.put(posted.id().value(), posted);
        stored.accept(posted);
        return posted;
    }

    @Override
    public synchronized CompletionStage<Page<Notification>> ofUser(
            UserId user, boolean unreadOnly, Optional<String> cursor, int limit, Instant now) {
        List<Notification> newestFirst = new ArrayList<>(
                alive(user, now).filter(each -> !unreadOnly || !each.isRead()).toList());
        Collections.reverse(newestFirst);
        try {
            return completedStage(Offsets.page(newestFirst, Offsets.parse(cursor), limit));
        } catch (RuntimeException badCursor) {
            return CompletableFuture.failedStage(badCursor);
        }
    }

    @Override
    public synchronized CompletionStage<Undelivered> deliver(UserId user, int limit, Instant now, Runnable released) {
        List<Notification> waiting =
                alive(user, now).filter(each -> !each.delivered()).toList();
        List<Notification> taken = waiting.stream()
                .limit(limit)
                .map(each -> changed(each, each.isRead(), each.readAt()))
                .toList();
        taken.forEach(each -> notifications.put(each.id().value(), each));
        return completedStage(new Undelivered(taken, waiting.size() > limit));
    }

    @Override
    public synchronized CompletionStage<Optional<Notification>> markRead(
            NotificationId id, UserId user, Instant at, Runnable late) {
        Optional<Notification> found =
                alive(user, at).filter(each -> each.id().equals(id)).findFirst();
        found.filter(each -> !each.isRead())
                .ifPresent(each -> notifications.put(id.value(), changed(each, true, Optional.of(at))));
        return completedStage(found.map(each -> notifications.get(id.value())));
    }

    @Override
    public synchronized CompletionStage<Long> markAllRead(UserId user, Instant at, LongConsumer late) {
        List<Notification> unread =
                alive(user, at).filter(each -> !each.isRead()).toList();
        unread.forEach(each -> notifications.put(each.id().value(), changed(each, true, Optional.of(at))));
        return completedStage((long) unread.size());
    }

    @Override
    public synchronized CompletionStage<Long> countUnread(UserId user, Instant now) {
        return completedStage(alive(user, now).filter(each -> !each.isRead()).count());
    }

    private Stream<Notification> alive(UserId user, Instant now) {
        return notifications.values().stream()
                .filter(each -> each.userId().equals(user))
                .filter(each -> each.expiresAt().map(now::isBefore).orElse(true));
    }

    private static Notification changed(Notification each, boolean isRead, Optional<Instant> readAt) {
        return new Notification(
                each.id(),
                each.userId(),
                each.type(),
                each.title(),
                each.body(),
                each.data(),
                true,
                isRead,
                readAt,
                each.createdAt(),
                each.expiresAt());
    }
}
