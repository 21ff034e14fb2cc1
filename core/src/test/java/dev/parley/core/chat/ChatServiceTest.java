package dev.parley.core.chat;

import static dev.parley.core.testing.People.ANNA;
import static dev.parley.core.testing.People.BORIS;
import static dev.parley.core.testing.People.CLARA;
import static dev.parley.core.testing.People.command;
import static dev.parley.core.testing.Stages.await;
import static dev.parley.core.testing.Stages.refusal;
import static dev.parley.core.testing.Stages.refusalCode;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.chat.MessageRepository.Appended;
import dev.parley.core.chat.MessageRepository.Receipt;
import dev.parley.core.error.ErrorCode;
import dev.parley.core.id.ChatId;
import dev.parley.core.id.UserId;
import dev.parley.core.rules.MessageHook;
import dev.parley.core.rules.RuleSet;
import dev.parley.core.rules.RuleSettings;
import dev.parley.core.testing.CountedRate;
import dev.parley.core.testing.CountingIds;
import dev.parley.core.testing.InMemoryChats;
import dev.parley.core.testing.InMemoryMessages;
import dev.parley.core.testing.InMemoryUsers;
import dev.parley.core.testing.MovableClock;
import dev.parley.core.testing.People;
import dev.parley.core.testing.RecordingRoomBroadcaster;
import dev.parley.core.user.Role;
import dev.parley.core.user.UserChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChatServiceTest {
    private final InMemoryChats chats = new InMemoryChats();
    private final InMemoryMessages messages = new InMemoryMessages(chats);
    private final InMemoryUsers users = new InMemoryUsers();
    private final RecordingRoomBroadcaster rooms = new RecordingRoomBroadcaster();
    private final MovableClock clock = new MovableClock();
    private final CountedRate rate = new CountedRate(5);
    private final RuleSet rules = new RuleSet(
            chats,
            messages,
            users,
            rate,
            MessageHook.none(),
            (rule, mode, outcome) -> {},
            clock,
            RuleSettings.builtIn());
    private final ChatService service = new ChatService(chats, messages, users, rules, rooms, new CountingIds(), clock);
    private final RecordingMembership room = new RecordingMembership();
    private ChatId roof;

    @BeforeEach
    void annaAsksBorisAboutTheRoof() {
        roof = await(service.open(ANNA, BORIS, Optional.of("the roof"))).chat().id();
    }

    @Test
    void aMessageIsStoredTrimmedThenToldToRoomAndReceiver() {
        Appended sent = await(service.send(command(roof, ANNA, "  it leaks ")));
        assertThat(sent.message().content()).isEqualTo("it leaks");
        assertThat(sent.message().receiver()).isEqualTo(BORIS);
        assertThat(sent.message().createdAt()).isEqualTo(clock.instant());
        assertThat(rooms.posted()).containsExactly(sent.message());
        assertThat(rooms.told()).containsExactly("posted it leaks", "notified " + BORIS + " unread 1");
    }

    @Test
    void aRetryIsStoredAndHeardOnce() {
        Appended first = await(service.send(command(roof, ANNA, "soup?", "k1")));
        Appended again = await(service.send(command(roof, ANNA, "soup?", "k1")));
        assertThat(again).isEqualTo(new Appended(first.message(), false));
        assertThat(rooms.posted()).containsExactly(first.message());
    }

    @Test
    void aRetryGetsTheFirstMessageEvenWhereANewOneWouldBeRefused() {
        Appended first = await(service.send(command(roof, ANNA, "soup?", "k1")));
        await(service.change(roof, Optional.empty(), Optional.of(Chat.Status.CLOSED)));
        assertThat(await(service.send(command(roof, ANNA, "soup?", "k1"))).message())
                .isEqualTo(first.message());
        assertThat(refusalCode(service.send(command(roof, ANNA, "soup?", "k2"))))
                .isEqualTo(ErrorCode.CHAT_CLOSED);
    }

    @Test
    void aStrangerFindsNoChat() {
        assertThat(refusalCode(service.send(command(roof, CLARA, "hello")))).isEqualTo(ErrorCode.CHAT_NOT_FOUND);
        assertThat(refusalCode(service.participantIn(roof, CLARA))).isEqualTo(ErrorCode.CHAT_NOT_FOUND);
        assertThat(refusalCode(service.view(roof, Optional.of(CLARA)))).isEqualTo(ErrorCode.CHAT_NOT_FOUND);
        assertThat(refusalCode(service.historyAfter(roof, Optional.of(CLARA), 0, 10)))
                .isEqualTo(ErrorCode.CHAT_NOT_FOUND);
        assertThat(refusalCode(service.join(roof, CLARA, OptionalLong.empty(), 10, room)))
                .isEqualTo(ErrorCode.CHAT_NOT_FOUND);
        assertThat(refusalCode(service.markRead(roof, CLARA, OptionalLong.empty())))
                .isEqualTo(ErrorCode.CHAT_NOT_FOUND);
        assertThat(refusalCode(service.typing(new ChatId("nowhere"), ANNA, true)))
                .isEqualTo(ErrorCode.CHAT_NOT_FOUND);
        assertThat(rooms.told()).isEmpty();
    }

    @Test
    void aServiceSeesEveryChat() {
        assertThat(await(service.view(roof, Optional.empty())).unread()).isZero();
        assertThat(await(service.historyBefore(roof, Optional.empty(), 9, 10)).messages())
                .isEmpty();
    }

    @Test
    void whoJoinsGetsWhatTheyMissedAndTheOtherSideHearsOfTheDelivery() {
        await(service.send(command(roof, ANNA, "one")));
        await(service.send(command(roof, ANNA, "two")));
        await(service.send(command(roof, ANNA, "three")));
        JoinedChat joined = await(service.join(roof, BORIS, OptionalLong.of(1), 1, room));
        assertThat(joined.messages()).extracting(Message::content).containsExactly("two");
        assertThat(joined.messages()).allMatch(Message::delivered);
        assertThat(joined.hasMore()).isTrue();
        assertThat(joined.lastSeq()).isEqualTo(3);
        assertThat(joined.unread()).isEqualTo(3);
        assertThat(rooms.told()).endsWith("delivered to " + BORIS + " up to 3");
    }

    @Test
    void whoJoinsWithoutANumberGetsTheNewest() {
        await(service.send(command(roof, ANNA, "one")));
        await(service.send(command(roof, ANNA, "two")));
        JoinedChat joined = await(service.join(roof, ANNA, OptionalLong.empty(), 1, room));
        assertThat(joined.messages()).extracting(Message::content).containsExactly("two");
        assertThat(joined.lastSeq()).isEqualTo(2);
        assertThat(joined.hasMore()).isTrue();
        assertThat(rooms.told()).noneMatch(told -> told.startsWith("delivered"));
    }

    @Test
    void readingIsToldOnce() {
        await(service.send(command(roof, ANNA, "one")));
        assertThat(await(service.markRead(roof, BORIS, OptionalLong.empty()))).isEqualTo(new Receipt(1, 1));
        assertThat(await(service.markRead(roof, BORIS, OptionalLong.empty()))).isEqualTo(new Receipt(0, 1));
        assertThat(rooms.told()).filteredOn(told -> told.startsWith("read")).hasSize(1);
    }

    @Test
    void aBlockHidesTypingAndReceiptsAndRefusesMessages() {
        await(service.send(command(roof, ANNA, "one")));
        await(users.block(BORIS, ANNA));
        await(service.typing(roof, ANNA, true));
        await(service.markRead(roof, BORIS, OptionalLong.empty()));
        assertThat(refusalCode(service.send(command(roof, ANNA, "two")))).isEqualTo(ErrorCode.RECIPIENT_UNAVAILABLE);
        assertThat(refusalCode(service.send(command(roof, BORIS, "two")))).isEqualTo(ErrorCode.RECIPIENT_UNAVAILABLE);
        assertThat(rooms.told()).noneMatch(told -> told.startsWith("typing") || told.startsWith("read"));
    }

    @Test
    void withABlockTheReadersOwnDevicesStillHearThatMessagesWereRead() {
        await(service.send(command(roof, ANNA, "one")));
        await(users.block(BORIS, ANNA));
        await(service.markRead(roof, BORIS, OptionalLong.empty()));
        assertThat(rooms.told()).endsWith("own devices: read by " + BORIS + " up to 1 count 1");
    }

    @Test
    void aBlockHidesReadMarksInHistoryFromTheSenderOnly() {
        await(service.send(command(roof, ANNA, "one")));
        await(service.markRead(roof, BORIS, OptionalLong.empty()));
        assertThat(lastSeenBy(Optional.of(ANNA)).isRead()).isTrue();
        await(users.block(BORIS, ANNA));
        assertThat(lastSeenBy(Optional.of(ANNA)).isRead()).isFalse();
        assertThat(lastSeenBy(Optional.of(ANNA)).readAt()).isEmpty();
        assertThat(lastSeenBy(Optional.of(BORIS)).isRead()).isTrue();
        assertThat(lastSeenBy(Optional.empty()).isRead()).isTrue();
        Chat listed = await(service.chatsOf(ANNA, Optional.empty(), 10))
                .items()
                .get(0)
                .chat();
        assertThat(listed.lastMessage().orElseThrow().delivered()).isFalse();
        assertThat(await(service.join(roof, ANNA, OptionalLong.empty(), 10, room))
                        .messages())
                .noneMatch(message -> message.isRead() || message.delivered());
    }

    @Test
    void aUserIsNeverAChat() {
        UserId chatsId = new UserId(roof.value().toUpperCase(Locale.ROOT));
        assertThat(refusalCode(service.open(ANNA, chatsId, Optional.empty()))).isEqualTo(ErrorCode.INVALID_PAYLOAD);
        assertThat(refusalCode(service.open(chatsId, BORIS, Optional.empty()))).isEqualTo(ErrorCode.INVALID_PAYLOAD);
        assertThat(refusalCode(service.requireUser(chatsId))).isEqualTo(ErrorCode.INVALID_PAYLOAD);
        await(service.requireUser(BORIS));
        await(service.requireUser(ANNA));
    }

    @Test
    void leavingLeavesTheRoomsOfChatsOnly() {
        service.leave(roof, ANNA, room);
        service.leave(new ChatId("notifications_anna"), ANNA, room);
        service.leave(new ChatId(BORIS.value()), BORIS, room);
        assertThat(room.steps).containsExactly("leave " + roof);
    }

    /** The other node announces it, has announced it, or was killed before it could. This one cannot tell. */
    @Test
    void aRetryOfWhatAnotherNodeStoredTellsTheRoomToResyncOnce() {
        Chat chat = await(chats.find(roof)).orElseThrow();
        await(messages.append(
                People.draft("0000000000000000000000aa", chat, ANNA, "one", Optional.of("k1")), elsewhere -> {}));
        await(service.send(command(roof, ANNA, "two", "k2")));
        assertThat(await(service.send(command(roof, ANNA, "one", "k1"))).isNew())
                .isFalse();
        await(service.send(command(roof, ANNA, "one", "k1")));
        assertThat(rooms.told()).containsExactly("posted two", "notified " + BORIS + " unread 2", "resync one");
    }

    @Test
    void typingIsTold() {
        await(service.typing(roof, ANNA, true));
        await(service.typing(roof, ANNA, false));
        assertThat(rooms.told()).containsExactly("typing anna true", "typing anna false");
    }

    @Test
    void chatsAreListedWithWhatIsUnread() {
        await(service.send(command(roof, ANNA, "one")));
        List<ChatView> ofBoris =
                await(service.chatsOf(BORIS, Optional.empty(), 10)).items();
        assertThat(ofBoris).extracting(ChatView::unread).containsExactly(1L);
        assertThat(ofBoris.get(0).chat().lastMessage().orElseThrow().content()).isEqualTo("one");
        assertThat(refusalCode(service.chatsOf(BORIS, Optional.empty(), 0))).isEqualTo(ErrorCode.INVALID_PAYLOAD);
    }

    @Test
    void aChatIsOfTwoPeopleInTheirRoles() {
        await(users.change(CLARA, new UserChange(Optional.of(Role.PROVIDER), Optional.empty(), Optional.empty())));
        assertThat(refusalCode(service.open(ANNA, ANNA, Optional.empty()))).isEqualTo(ErrorCode.INVALID_PAYLOAD);
        assertThat(refusalCode(service.open(CLARA, BORIS, Optional.empty()))).isEqualTo(ErrorCode.ROLE_NOT_ALLOWED);
        assertThat(refusalCode(service.open(ANNA, CLARA, Optional.of(" ")))).isEqualTo(ErrorCode.INVALID_PAYLOAD);
        assertThat(await(service.open(ANNA, CLARA, Optional.empty())).isNew()).isTrue();
    }

    @Test
    void theRateIsRefusedWithATimeToComeBack() {
        for (int i = 0; i < 5; i++) {
            await(service.send(command(roof, ANNA, "word " + i)));
        }
        assertThat(refusalCode(service.send(command(roof, ANNA, " ")))).isEqualTo(ErrorCode.INVALID_PAYLOAD);
        assertThat(refusal(service.send(command(roof, ANNA, "one more"))).retryAfter())
                .isPresent();
        assertThat(await(service.allowance(roof, ANNA)).rule()).contains("rate");
        assertThat(await(messages.newest(roof)).seq()).isEqualTo(5);
    }

    @Test
    void anAllowanceTakesNothing() {
        await(service.allowance(roof, ANNA));
        assertThat(await(service.allowance(roof, ANNA)).remaining()).contains(5L);
        assertThat(await(service.allowance(roof, BORIS)).canSend()).isFalse();
        assertThat(await(service.allowance(roof, BORIS)).rule()).contains("start");
    }

    private Message lastSeenBy(Optional<UserId> viewer) {
        return await(service.historyBefore(roof, viewer, Long.MAX_VALUE, 1))
                .messages()
                .get(0);
    }

    private static final class RecordingMembership implements RoomMembership {
        private final List<String> steps = new ArrayList<>();

        @Override
        public CompletionStage<Void> join(ChatId chat) {
            steps.add("join " + chat);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void leave(ChatId chat) {
            steps.add("leave " + chat);
        }
    }
}
