package dev.parley.core.notification;

import static dev.parley.core.testing.People.ANNA;
import static dev.parley.core.testing.People.BORIS;
import static dev.parley.core.testing.People.NOON;
import static dev.parley.core.testing.Stages.await;
import static dev.parley.core.testing.Stages.refusalCode;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.chat.Page;
import dev.parley.core.error.ErrorCode;
import dev.parley.core.id.NotificationId;
import dev.parley.core.id.UserId;
import dev.parley.core.notification.NotificationRepository.Undelivered;
import dev.parley.core.testing.CountingIds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Contract tests for each {@link NotificationRepository}. */
public abstract class NotificationRepositoryContract {
    private final CountingIds ids = new CountingIds();

    protected abstract NotificationRepository notifications();

    @Test
    void aNotificationIsReadAsItWasStored() {
        Notification posted = stored(ANNA, Optional.of(NOON.plusSeconds(60)));
        assertThat(await(notifications().ofUser(ANNA, false, Optional.empty(), 10, NOON))
                        .items())
                .containsExactly(posted);
        assertThat(await(notifications().ofUser(BORIS, false, Optional.empty(), 10, NOON))
                        .items())
                .isEmpty();
    }

    @Test
    void aListIsPagedNewestFirst() {
        List<Notification> posted = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            posted.add(stored(ANNA, Optional.empty()));
        }
        Collections.reverse(posted);
        List<Notification> read = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            Page<Notification> page = await(notifications().ofUser(ANNA, false, cursor, 2, NOON));
            read.addAll(page.items());
            cursor = page.cursor();
        } while (cursor.isPresent());
        assertThat(read).isEqualTo(posted);
    }

    @Test
    void aCursorThatNoPageSaidIsRefused() {
        assertThat(refusalCode(notifications().ofUser(ANNA, false, Optional.of("!"), 2, NOON)))
                .isEqualTo(ErrorCode.INVALID_PAYLOAD);
    }

    @Test
    void whatHasExpiredIsNotThere() {
        Notification brief = stored(ANNA, Optional.of(NOON.plusSeconds(1)));
        Instant later = NOON.plusSeconds(1);
        assertThat(await(notifications().countUnread(ANNA, NOON))).isEqualTo(1);
        assertThat(await(notifications().countUnread(ANNA, later))).isZero();
        assertThat(await(notifications().ofUser(ANNA, false, Optional.empty(), 10, later))
                        .items())
                .isEmpty();
        assertThat(await(notifications().deliver(ANNA, 10, later, () -> {})).notifications())
                .isEmpty();
        assertThat(await(notifications().markRead(brief.id(), ANNA, later, () -> {})))
                .isEmpty();
    }

    @Test
    void whatWasNotDeliveredIsHandedOverOnceOldestFirst() {
        Notification first = stored(ANNA, Optional.empty());
        Notification second = stored(ANNA, Optional.empty());
        stored(ANNA, Optional.empty());
        Undelivered taken = await(notifications().deliver(ANNA, 2, NOON, () -> {}));
        assertThat(taken.notifications()).extracting(Notification::id).containsExactly(first.id(), second.id());
        assertThat(taken.notifications()).allMatch(Notification::delivered);
        assertThat(taken.hasMore()).isTrue();
        Undelivered rest = await(notifications().deliver(ANNA, 2, NOON, () -> {}));
        assertThat(rest.notifications()).hasSize(1);
        assertThat(rest.hasMore()).isFalse();
        assertThat(await(notifications().deliver(ANNA, 2, NOON, () -> {})).notifications())
                .isEmpty();
    }

    @Test
    void twoDevicesAtOnceShareWhatIsHandedOver() {
        for (int i = 0; i < 40; i++) {
            stored(ANNA, Optional.empty());
        }
        List<CompletionStage<Undelivered>> devices = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            devices.add(notifications().deliver(ANNA, 40, NOON, () -> {}));
        }
        List<Notification> all = new ArrayList<>();
        devices.forEach(device -> all.addAll(await(device).notifications()));
        assertThat(all).extracting(Notification::id).doesNotHaveDuplicates().hasSize(40);
    }

    @Test
    void onlyOnesOwnAreMarkedAsRead() {
        Notification posted = stored(ANNA, Optional.empty());
        assertThat(await(notifications().markRead(posted.id(), BORIS, NOON, () -> {})))
                .isEmpty();
        Notification read = await(notifications().markRead(posted.id(), ANNA, NOON, () -> {}))
                .orElseThrow();
        assertThat(read.isRead()).isTrue();
        assertThat(read.readAt()).contains(NOON);
        assertThat(await(notifications().markRead(posted.id(), ANNA, NOON.plusSeconds(5), () -> {})))
                .contains(read);
        assertThat(await(notifications().markRead(new NotificationId("nothing"), ANNA, NOON, () -> {})))
                .isEmpty();
    }

    @Test
    void allAreMarkedAsReadAtOnce() {
        stored(ANNA, Optional.empty());
        stored(ANNA, Optional.empty());
        stored(BORIS, Optional.empty());
        assertThat(await(notifications().countUnread(ANNA, NOON))).isEqualTo(2);
        assertThat(await(notifications().markAllRead(ANNA, NOON, count -> {}))).isEqualTo(2);
        assertThat(await(notifications().markAllRead(ANNA, NOON, count -> {}))).isZero();
        assertThat(await(notifications().ofUser(ANNA, true, Optional.empty(), 10, NOON))
                        .items())
                .isEmpty();
        assertThat(await(notifications().countUnread(BORIS, NOON))).isEqualTo(1);
    }

    @Test
    void theSameKeyIsStoredOncePerUser() {
        Notification first = draft(ANNA);
        Notification ofBoris = draft(BORIS);
        List<Notification> announced = new ArrayList<>();
        assertThat(insert(List.of(first), "order-7", announced)).containsExactly(first);
        assertThat(insert(List.of(draft(ANNA), ofBoris), "order-7", announced)).containsExactly(first, ofBoris);
        assertThat(insert(List.of(draft(ANNA), draft(BORIS)), "order-7", announced))
                .containsExactly(first, ofBoris);
        Notification other = draft(ANNA);
        assertThat(insert(List.of(other), "order-8", announced)).containsExactly(other);

        assertThat(announced).containsExactly(first, ofBoris, other);
        assertThat(await(notifications().countUnread(ANNA, NOON))).isEqualTo(2);
        assertThat(await(notifications().countUnread(BORIS, NOON))).isEqualTo(1);
    }

    @Test
    void manyRequestsOfOneKeyAtOnceStoreOne() {
        List<Notification> announced = Collections.synchronizedList(new ArrayList<>());
        List<CompletionStage<List<Notification>>> requests = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            requests.add(notifications().insertAll(List.of(draft(ANNA)), Optional.of("order-7"), announced::add));
        }
        List<Notification> answers = new ArrayList<>();
        requests.forEach(request -> answers.addAll(await(request)));

        assertThat(announced).hasSize(1);
        assertThat(answers).hasSize(8).containsOnly(announced.get(0));
    }

    private List<Notification> insert(List<Notification> posted, String key, List<Notification> announced) {
        return await(notifications().insertAll(posted, Optional.of(key), announced::add));
    }

    private Notification draft(UserId user) {
        return notification(user, Optional.empty(), Map.of());
    }

    private Notification stored(UserId user, Optional<Instant> expiresAt) {
        Map<String, Object> data = Map.of("job", "roof", "tags", List.of("a", 1, true), "deep", Map.of("$gt", ""));
        Notification posted = notification(user, expiresAt, data);
        await(notifications().insertAll(List.of(posted), Optional.empty(), stored -> {}));
        return posted;
    }

    private Notification notification(UserId user, Optional<Instant> expiresAt, Map<String, Object> data) {
        return new Notification(
                new NotificationId(ids.next()),
                user,
                "job",
                "A job",
                "A roof leaks",
                data,
                false,
                false,
                Optional.empty(),
                NOON,
                expiresAt);
    }
}
