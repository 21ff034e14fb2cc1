package dev.parley.core.notification;

import static dev.parley.core.testing.People.ANNA;
import static dev.parley.core.testing.People.BORIS;
import static dev.parley.core.testing.Stages.await;
import static dev.parley.core.testing.Stages.failure;
import static dev.parley.core.testing.Stages.refusalCode;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.error.ErrorCode;
import dev.parley.core.error.StorageException;
import dev.parley.core.id.UserId;
import dev.parley.core.notification.NotificationService.Joined;
import dev.parley.core.notification.NotificationService.MarkedAll;
import dev.parley.core.testing.CountingIds;
import dev.parley.core.testing.InMemoryNotifications;
import dev.parley.core.testing.MovableClock;
import dev.parley.core.testing.RecordingNotificationBroadcaster;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class NotificationServiceTest {
    private final RecordingNotificationBroadcaster rooms = new RecordingNotificationBroadcaster();
    private final MovableClock clock = new MovableClock();
    private final NotificationService service =
            new NotificationService(new InMemoryNotifications(), rooms, new CountingIds(), clock);

    @Test
    void eachReceiverGetsOneAndHearsOfIt() {
        List<Notification> posted = await(service.post(List.of(ANNA, BORIS, ANNA), draft("a job", Optional.empty())));
        assertThat(posted).extracting(Notification::userId).containsExactly(ANNA, BORIS);
        assertThat(rooms.told()).containsExactly("posted a job to anna", "posted a job to " + BORIS);
        assertThat(await(service.unread(ANNA))).isEqualTo(1);
    }

    @Test
    void whoJoinsGetsWhatWasNotDeliveredOnce() {
        await(service.post(List.of(ANNA), draft("a job", Optional.empty())));
        Joined first = await(service.join(ANNA));
        assertThat(first.notifications()).extracting(Notification::title).containsExactly("a job");
        assertThat(await(service.join(ANNA))).isEqualTo(new Joined(1, List.of(), false));
    }

    @Test
    void readingOneTellsHowManyAreLeft() {
        Notification first = await(service.post(List.of(ANNA), draft("one", Optional.empty())))
                .get(0);
        await(service.post(List.of(ANNA), draft("two", Optional.empty())));
        assertThat(await(service.markRead(ANNA, first.id()))).isEqualTo(1);
        assertThat(rooms.told()).endsWith("read by anna unread 1");
        assertThat(refusalCode(service.markRead(BORIS, first.id()))).isEqualTo(ErrorCode.NOTIFICATION_NOT_FOUND);
    }

    @Test
    void readingAllTellsHowManyThereWere() {
        await(service.post(List.of(ANNA), draft("one", Optional.empty())));
        await(service.post(List.of(ANNA), draft("two", Optional.empty())));
        assertThat(await(service.markAllRead(ANNA))).isEqualTo(new MarkedAll(2, 0));
        assertThat(rooms.told()).endsWith("all read by anna count 2 unread 0");
    }

    @Test
    void aReadWhoseCountFailsIsFollowedByAResync() {
        NotificationService failing = new NotificationService(new WithoutCounts(), rooms, new CountingIds(), clock);
        Notification posted = await(failing.post(List.of(ANNA), draft("one", Optional.empty())))
                .get(0);
        assertThat(failure(failing.markRead(ANNA, posted.id()))).isInstanceOf(StorageException.class);
        assertThat(failure(failing.markAllRead(ANNA))).isInstanceOf(StorageException.class);
        assertThat(rooms.told()).containsExactly("posted one to anna", "resync anna", "resync anna");
    }

    @Test
    void whoseCountFailsTakesNoNotifications() {
        InMemoryNotifications stored = new WithoutCounts();
        NotificationService failing = new NotificationService(stored, rooms, new CountingIds(), clock);
        await(failing.post(List.of(ANNA), draft("one", Optional.empty())));
        assertThat(failure(failing.join(ANNA))).isInstanceOf(StorageException.class);
        assertThat(await(stored.deliver(ANNA, 10, clock.instant(), () -> {})).notifications())
                .hasSize(1);
    }

    @Test
    void whatHasExpiredIsGone() {
        await(service.post(
                List.of(ANNA), draft("today only", Optional.of(clock.instant().plusSeconds(60)))));
        clock.advance(Duration.ofSeconds(60));
        assertThat(await(service.unread(ANNA))).isZero();
        assertThat(await(service.list(ANNA, false, Optional.empty(), 10)).items())
                .isEmpty();
    }

    @Test
    void whatIsNoNotificationIsRefusedAndNotStored() {
        assertThat(refusalCode(service.post(List.of(), draft("a job", Optional.empty()))))
                .isEqualTo(ErrorCode.INVALID_PAYLOAD);
        assertThat(refusalCode(service.post(List.of(ANNA), draft("a job", Optional.of(clock.instant())))))
                .isEqualTo(ErrorCode.INVALID_PAYLOAD);
        assertThat(refusalCode(service.post(List.of(ANNA), draft("x".repeat(501), Optional.empty()))))
                .isEqualTo(ErrorCode.INVALID_PAYLOAD);
        assertThat(refusalCode(service.list(ANNA, false, Optional.empty(), 0))).isEqualTo(ErrorCode.INVALID_PAYLOAD);
        assertThat(await(service.unread(ANNA))).isZero();
    }

    private static final class WithoutCounts extends InMemoryNotifications {
        @Override
        public CompletionStage<Long> countUnread(UserId user, Instant now) {
            return CompletableFuture.failedStage(new StorageException("MongoDB: no reply", null));
        }
    }

    private static NotificationDraft draft(String title, Optional<Instant> expiresAt) {
        return new NotificationDraft("job", title, "body", Map.of("job", 7), expiresAt);
    }
}
