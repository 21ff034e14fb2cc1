package dev.parley.core.cache;

import static dev.parley.core.testing.People.ANNA;
import static dev.parley.core.testing.People.BORIS;
import static dev.parley.core.testing.People.CLARA;
import static dev.parley.core.testing.Stages.await;
import static dev.parley.core.testing.Stages.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.chat.Chat;
import dev.parley.core.error.StorageException;
import dev.parley.core.id.UserId;
import dev.parley.core.testing.InMemoryChats;
import dev.parley.core.testing.InMemoryUsers;
import dev.parley.core.testing.People;
import dev.parley.core.testing.SharedFeed;
import dev.parley.core.user.UserChange;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class CachedRecordsTest {
    private final SharedFeed feeds = new SharedFeed();
    private final SharedFeed.Node hereFeed = feeds.node();
    private final SharedFeed.Node thereFeed = feeds.node();
    private final InMemoryUsers store = new InMemoryUsers();
    private long now;
    private final CachedUsers here = new CachedUsers(store, hereFeed, () -> now);
    private final CachedUsers there = new CachedUsers(store, thereFeed, () -> now);

    @Test
    void aChangeHoldsAtOnceHereAndOnceItIsAnnouncedThere() {
        assertThat(blocks(here) || blocks(there)).isFalse();
        await(here.block(ANNA, BORIS));
        assertThat(blocks(here) && blocks(there)).isTrue();
        await(there.unblock(ANNA, BORIS));
        assertThat(blocks(here) || blocks(there)).isFalse();
        await(here.change(ANNA, new UserChange(Optional.empty(), Optional.empty(), Optional.of(true))));
        assertThat(await(there.findAll(List.of(ANNA))).get(ANNA).suspended()).isTrue();
    }

    @Test
    void withoutAChangeNothingIsReadAgainForTenSeconds() {
        blocks(here);
        await(store.block(ANNA, BORIS));
        assertThat(blocks(here)).isFalse();
        now += Duration.ofSeconds(9).toNanos();
        assertThat(blocks(here)).isFalse();
        now += Duration.ofSeconds(2).toNanos();
        assertThat(blocks(here)).isTrue();
    }

    @Test
    void aNodeThatDoesNotHearOfChangesReadsEveryTime() {
        blocks(there);
        thereFeed.live(false);
        await(here.block(ANNA, BORIS));
        assertThat(blocks(there)).isTrue();
        await(here.unblock(ANNA, BORIS));
        assertThat(blocks(there)).isFalse();
    }

    @Test
    void aNodeThatHearsAgainForgetsWhatItHadRead() {
        blocks(there);
        thereFeed.live(false);
        await(here.block(ANNA, BORIS));
        thereFeed.live(true);
        assertThat(blocks(there)).isTrue();
    }

    @Test
    void whatChangesWhileItIsReadIsNotKept() {
        CompletableFuture<String> slow = new CompletableFuture<>();
        RecentCache<String> cache = new RecentCache<>(hereFeed, "word ", 10, word -> 1, word -> true, () -> now);
        CompletionStage<String> early = cache.get("1", () -> slow);
        assertThat(cache.get("1", () -> CompletableFuture.completedStage("never asked")))
                .isSameAs(early);
        cache.changing("1", CompletableFuture.completedStage(null));
        slow.complete("old");
        assertThat(await(early)).isEqualTo("old");
        assertThat(await(cache.get("1", () -> CompletableFuture.completedStage("new"))))
                .isEqualTo("new");
    }

    @Test
    void aFailureIsNotKept() {
        RecentCache<String> cache = new RecentCache<>(hereFeed, "word ", 10, word -> 1, word -> true, () -> now);
        StorageException away = new StorageException("away", null);
        assertThat(failure(cache.get("1", () -> CompletableFuture.failedStage(away))))
                .isSameAs(away);
        assertThat(await(cache.get("1", () -> CompletableFuture.completedStage("back"))))
                .isEqualTo("back");
    }

    @Test
    void aChatIsFoundOnceItExistsAndItsStatusHoldsEverywhere() {
        InMemoryChats chats = new InMemoryChats();
        CachedChats first = new CachedChats(chats, hereFeed, () -> now);
        CachedChats second = new CachedChats(chats, thereFeed, () -> now);
        Chat chat = People.chat("64b0000000000000000000c1");
        assertThat(await(second.findRecent(chat.id()))).isEmpty();
        await(first.open(chat));
        assertThat(await(second.findRecent(chat.id()))).isPresent();
        await(first.change(chat.id(), Optional.empty(), Optional.of(Chat.Status.CLOSED), late -> {}));
        assertThat(await(second.findRecent(chat.id())).orElseThrow().status()).isEqualTo(Chat.Status.CLOSED);
        assertThat(await(first.findRecent(chat.id())).orElseThrow().status()).isEqualTo(Chat.Status.CLOSED);
    }

    private static boolean blocks(CachedUsers users) {
        List<UserId> all = List.of(ANNA, BORIS, CLARA);
        return await(users.findAll(all)).get(ANNA).hasBlocked(BORIS);
    }
}
