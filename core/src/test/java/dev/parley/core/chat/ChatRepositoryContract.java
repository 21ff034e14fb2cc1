package dev.parley.core.chat;

import static dev.parley.core.testing.People.ANNA;
import static dev.parley.core.testing.People.BORIS;
import static dev.parley.core.testing.People.CLARA;
import static dev.parley.core.testing.People.NOON;
import static dev.parley.core.testing.Stages.await;
import static dev.parley.core.testing.Stages.refusalCode;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.chat.ChatRepository.Changed;
import dev.parley.core.error.ErrorCode;
import dev.parley.core.id.ChatId;
import dev.parley.core.testing.CountingIds;
import dev.parley.core.testing.People;
import dev.parley.testing.Waiting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Contract tests for each {@link ChatRepository}. */
public abstract class ChatRepositoryContract {
    private final CountingIds ids = new CountingIds();

    protected abstract ChatRepository chats();

    protected abstract MessageRepository messages();

    @Test
    void aChatIsFoundAsItWasOpened() {
        Chat command = People.chat(ids.next());
        assertThat(await(chats().open(command))).isEqualTo(new ChatRepository.Opened(command, true));
        assertThat(await(chats().find(command.id()))).contains(command);
        assertThat(await(chats().find(new ChatId("nowhere")))).isEmpty();
    }

    @Test
    void theSameThreeHaveOneChat() {
        Chat first = chatAbout("the roof");
        Chat again = chatAbout("the roof");
        Chat other = chatAbout("the door");
        await(chats().open(first));
        assertThat(await(chats().open(again))).isEqualTo(new ChatRepository.Opened(first, false));
        assertThat(await(chats().open(other)).isNew()).isTrue();
    }

    @Test
    void noContextIsAContextOfItsOwn() {
        Chat without = about(Optional.empty());
        await(chats().open(chatAbout("the roof")));
        assertThat(await(chats().open(without)).isNew()).isTrue();
        assertThat(await(chats().open(about(Optional.empty()))).chat()).isEqualTo(without);
    }

    @Test
    void sixteenWhoOpenTheSameChatAtOnceGetOne() {
        List<CompletionStage<ChatRepository.Opened>> all = IntStream.range(0, 16)
                .mapToObj(i -> chats().open(chatAbout("the roof")))
                .toList();
        List<ChatRepository.Opened> opened = new ArrayList<>();
        all.forEach(stage -> opened.add(await(stage)));
        assertThat(opened)
                .extracting(each -> each.chat().id())
                .containsOnly(opened.get(0).chat().id());
        assertThat(opened).filteredOn(ChatRepository.Opened::isNew).hasSize(1);
    }

    @Test
    void aPersonsChatsArePagedNewestFirstOnEitherSide() {
        List<ChatId> newestFirst = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            Chat chat = i % 2 == 0
                    ? People.chat(ids.next(), ANNA, BORIS, NOON.plusSeconds(i / 2))
                    : People.chat(ids.next(), CLARA, ANNA, NOON.plusSeconds(i / 2));
            await(chats().open(chat));
            newestFirst.add(0, chat.id());
        }
        await(chats().open(People.chat(ids.next(), CLARA, BORIS, NOON)));
        List<ChatId> read = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            Page<Chat> page = await(chats().ofUser(ANNA, cursor, 3));
            page.items().forEach(chat -> read.add(chat.id()));
            cursor = page.cursor();
        } while (cursor.isPresent());
        assertThat(read).isEqualTo(newestFirst);
    }

    @Test
    void aChatThatMovesToTheTopBetweenTwoPagesIsOnTheFirstPageAndHidesNoOther() {
        List<Chat> opened = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            opened.add(await(chats().open(People.chat(ids.next(), ANNA, BORIS, NOON.plusSeconds(i))))
                    .chat());
        }
        Page<Chat> first = await(chats().ofUser(ANNA, Optional.empty(), 2));
        Chat moved = opened.get(1);
        await(messages()
                .append(
                        People.text(
                                ids.next(), moved.id(), ANNA, BORIS, "soup?", Optional.empty(), NOON.plusSeconds(60)),
                        stored -> {}));
        Waiting.until(
                "the chat follows",
                () -> await(chats().find(moved.id())).orElseThrow().lastSeq() == 1);

        assertThat(idsOf(first))
                .containsExactly(opened.get(4).id(), opened.get(3).id());
        assertThat(idsOf(await(chats().ofUser(ANNA, first.cursor(), 3))))
                .containsExactly(opened.get(2).id(), opened.get(0).id());
        assertThat(idsOf(await(chats().ofUser(ANNA, Optional.empty(), 2))))
                .containsExactly(moved.id(), opened.get(4).id());
    }

    private static List<ChatId> idsOf(Page<Chat> page) {
        return page.items().stream().map(Chat::id).toList();
    }

    @Test
    void aCursorThatNoPageSaidIsRefused() {
        assertThat(refusalCode(chats().ofUser(ANNA, Optional.of("!"), 3))).isEqualTo(ErrorCode.INVALID_PAYLOAD);
        assertThat(refusalCode(chats().ofUser(ANNA, Optional.of("bm90aGluZw"), 3)))
                .isEqualTo(ErrorCode.INVALID_PAYLOAD);
    }

    @Test
    void onlyWhatIsToChangeChanges() {
        Chat chat = await(chats().open(chatAbout("the roof"))).chat();
        Optional<Changed> booked = change(chat.id(), Optional.of(Chat.Stage.BOOKED), Optional.empty());
        Optional<Changed> closed = change(chat.id(), Optional.empty(), Optional.of(Chat.Status.CLOSED));
        assertThat(booked.orElseThrow().chat().status()).isEqualTo(Chat.Status.OPEN);
        assertThat(closed.orElseThrow().chat().stage()).isEqualTo(Chat.Stage.BOOKED);
        assertThat(change(chat.id(), Optional.empty(), Optional.empty())).isEqualTo(closed);
        assertThat(change(new ChatId("nowhere"), Optional.of(Chat.Stage.BOOKED), Optional.empty()))
                .isEmpty();
    }

    @Test
    void aChangeIsNotedOnceUntilItIsAnnounced() {
        Chat chat = await(chats().open(chatAbout("the roof"))).chat();
        List<CompletionStage<Optional<Changed>>> tries = IntStream.range(0, 8)
                .mapToObj(i -> chats().change(chat.id(), Optional.of(Chat.Stage.BOOKED), Optional.empty(), late -> {}))
                .toList();
        tries.forEach(each -> await(each));
        List<ChatChange> noted = change(chat.id(), Optional.of(Chat.Stage.BOOKED), Optional.of(Chat.Status.CLOSED))
                .orElseThrow()
                .unannounced();
        assertThat(noted)
                .extracting(each -> each.field() + " " + each.from() + " " + each.to())
                .containsExactly("STAGE inquiry booked", "STATUS open closed");
        await(chats().announced(chat.id(), noted.subList(0, 1)));
        assertThat(change(chat.id(), Optional.empty(), Optional.empty())
                        .orElseThrow()
                        .unannounced())
                .isEqualTo(noted.subList(1, 2));
    }

    @Test
    void chatsWithNotesAreFoundByTheirAgeUntilAllAreAnnounced() {
        Chat roof = await(chats().open(chatAbout("the roof"))).chat();
        Chat boiler = await(chats().open(chatAbout("the boiler"))).chat();
        await(chats().open(chatAbout("the garden")));
        Instant later = Instant.now().plusSeconds(60);
        change(boiler.id(), Optional.of(Chat.Stage.BOOKED), Optional.of(Chat.Status.CLOSED));
        Changed noted = change(roof.id(), Optional.of(Chat.Stage.BOOKED), Optional.empty())
                .orElseThrow();

        assertThat(await(chats().unannounced(later, 10)))
                .extracting(each -> each.chat().id())
                .containsExactlyInAnyOrder(roof.id(), boiler.id());
        assertThat(await(chats().unannounced(later, 1))).hasSize(1);
        assertThat(await(chats().unannounced(Instant.now().minusSeconds(3_600), 10)))
                .isEmpty();

        await(chats().announced(roof.id(), noted.unannounced()));
        assertThat(await(chats().unannounced(later, 10)))
                .singleElement()
                .satisfies(left -> assertThat(left.unannounced()).hasSize(2));
    }

    private Optional<Changed> change(ChatId id, Optional<Chat.Stage> stage, Optional<Chat.Status> status) {
        return await(chats().change(id, stage, status, late -> {}));
    }

    @Test
    void contactsAreTheOthersOfOnesChats() {
        await(chats().open(chatAbout("the roof")));
        await(chats().open(People.chat(ids.next(), CLARA, ANNA, NOON)));
        assertThat(await(chats().contactsOf(ANNA, 10))).containsExactlyInAnyOrder(BORIS, CLARA);
        assertThat(await(chats().contactsOf(BORIS, 10))).containsExactly(ANNA);
    }

    @Test
    void aChatFollowsItsMessages() {
        Chat chat = await(chats().open(chatAbout("the roof"))).chat();
        Message first = People.draft(ids.next(), chat, ANNA, "it leaks", Optional.empty());
        await(messages().append(first, stored -> {}));
        Waiting.until(
                "the chat follows",
                () -> await(chats().find(chat.id())).orElseThrow().lastSeq() == 1);
        assertThat(await(chats().find(chat.id())).orElseThrow().lastMessage()).contains(first);
        assertThat(await(chats().countStarted(ANNA, NOON))).isEqualTo(1);
        assertThat(await(chats().countStarted(ANNA, NOON.plusMillis(1)))).isZero();
        assertThat(await(chats().countStarted(BORIS, NOON))).isZero();
    }

    private Chat chatAbout(String context) {
        return about(Optional.of(context));
    }

    private Chat about(Optional<String> context) {
        return new Chat(
                new ChatId(ids.next()),
                ANNA,
                BORIS,
                context,
                Chat.Stage.INQUIRY,
                Chat.Status.OPEN,
                0,
                Optional.empty(),
                NOON,
                NOON);
    }
}
