package dev.parley.core.user;

import static dev.parley.core.testing.People.ANNA;
import static dev.parley.core.testing.People.BORIS;
import static dev.parley.core.testing.People.CLARA;
import static dev.parley.core.testing.People.NOON;
import static dev.parley.core.testing.Stages.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.id.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Contract tests for each {@link UserRepository}. */
public abstract class UserRepositoryContract {
    private static final UserChange NOTHING = new UserChange(Optional.empty(), Optional.empty(), Optional.empty());

    protected abstract UserRepository users();

    @Test
    void whatIsNotChangedStaysAsItIs() {
        await(users().change(ANNA, new UserChange(Optional.of(Role.CLIENT), Optional.of("Anna"), Optional.empty())));
        User changed =
                await(users().change(ANNA, new UserChange(Optional.empty(), Optional.empty(), Optional.of(true))));
        assertThat(changed.role()).contains(Role.CLIENT);
        assertThat(changed.displayName()).contains("Anna");
        assertThat(changed.suspended()).isTrue();
        assertThat(await(users().find(ANNA))).contains(changed);
    }

    @Test
    void changingNothingCreatesTheUser() {
        assertThat(await(users().change(CLARA, NOTHING))).isEqualTo(User.unknown(CLARA));
        assertThat(await(users().find(CLARA))).contains(User.unknown(CLARA));
    }

    @Test
    void everyoneAskedForIsThere() {
        await(users().change(BORIS, new UserChange(Optional.of(Role.PROVIDER), Optional.empty(), Optional.empty())));
        assertThat(await(users().find(ANNA))).isEmpty();
        assertThat(await(users().findAll(List.of(ANNA, BORIS)))).containsOnlyKeys(ANNA, BORIS);
        assertThat(await(users().findAll(List.of(ANNA, BORIS))).get(BORIS).role())
                .contains(Role.PROVIDER);
        assertThat(await(users().findAll(List.of(ANNA, BORIS))).get(ANNA)).isEqualTo(User.unknown(ANNA));
    }

    @Test
    void blocksAreSeenFromBothSides() {
        await(users().block(ANNA, BORIS));
        await(users().block(ANNA, BORIS));
        await(users().block(CLARA, ANNA));
        assertThat(await(users().find(ANNA)).orElseThrow().blocked()).containsExactly(BORIS);
        assertThat(await(users().blockedEitherWay(ANNA))).containsExactlyInAnyOrder(BORIS, CLARA);
        assertThat(await(users().blockedEitherWay(BORIS))).containsExactly(ANNA);
        await(users().unblock(ANNA, BORIS));
        await(users().unblock(ANNA, BORIS));
        assertThat(await(users().blockedEitherWay(BORIS))).isEmpty();
    }

    @Test
    void anOlderPresenceIsNeverWrittenOverANewerOne() {
        await(users().recordPresence(ANNA, true, NOON.plusSeconds(2), 2));
        await(users().recordPresence(ANNA, false, NOON.plusSeconds(1), 1));
        User anna = await(users().find(ANNA)).orElseThrow();
        assertThat(anna.isOnline()).isTrue();
        assertThat(anna.lastActive()).contains(NOON.plusSeconds(2));
        await(users().recordPresence(ANNA, false, NOON.plusSeconds(3), 3));
        assertThat(await(users().find(ANNA)).orElseThrow().isOnline()).isFalse();
    }

    @Test
    void presenceLeavesTheRestOfAUserAlone() {
        await(users().change(ANNA, new UserChange(Optional.of(Role.CLIENT), Optional.empty(), Optional.empty())));
        await(users().recordPresence(ANNA, true, NOON, 1));
        assertThat(await(users().find(ANNA)).orElseThrow().role()).contains(Role.CLIENT);
    }

    @Test
    void theNewestOfManyPresencesAtOnceStays() {
        List<CompletionStage<Void>> writes = new ArrayList<>();
        for (int version = 1; version <= 32; version++) {
            writes.add(users().recordPresence(ANNA, version % 2 == 0, NOON.plusSeconds(version), version));
        }
        writes.forEach(write -> await(write));
        assertThat(await(users().find(ANNA)).orElseThrow().lastActive()).contains(NOON.plusSeconds(32));
    }

    @Test
    void whoIsRecordedAsOnlineIsReadPageByPage() {
        List<UserId> online = List.of(ANNA, BORIS, CLARA, new UserId("64b000000000000000000b02"));
        online.forEach(user -> await(users().recordPresence(user, true, NOON, 1)));
        await(users().recordPresence(new UserId("dora"), false, NOON, 1));
        List<UserId> read = new ArrayList<>();
        List<UserId> page = await(users().recordedOnline(Optional.empty(), 1));
        while (!page.isEmpty()) {
            read.addAll(page);
            page = await(users().recordedOnline(Optional.of(page.get(0)), 1));
        }
        assertThat(read).containsExactlyInAnyOrderElementsOf(online);
    }
}
