package dev.parley.core.chat;

import static dev.parley.core.testing.People.ANNA;
import static dev.parley.core.testing.People.BORIS;
import static dev.parley.core.testing.People.CLARA;
import static dev.parley.core.testing.People.command;
import static dev.parley.core.testing.Stages.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.error.ErrorCode;
import dev.parley.core.error.Rejection;
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
import dev.parley.core.testing.RecordingRoomBroadcaster;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages of the business in a chat: of its own changes and of services. */
class SystemMessagesTest {
    private final InMemoryChats chats = new InMemoryChats();
    private final InMemoryMessages messages = new InMemoryMessages(chats);
    private final InMemoryUsers users = new InMemoryUsers();
    private final RecordingRoomBroadcaster rooms = new RecordingRoomBroadcaster();
    private final MovableClock clock = new MovableClock();
    private final RuleSet rules = new RuleSet(
            chats,
            messages,
            users,
            CountedRate.unlimited(),
            MessageHook.none(),
            (rule, mode, outcome) -> {},
            clock,
            RuleSettings.builtIn());
    private final ChatService service = new ChatService(chats, messages, users, rules, rooms, new CountingIds(), clock);
    private ChatId roof;

    @BeforeEach
    void annaAsksBorisAboutTheRoof() {
        roof = await(service.open(ANNA, BORIS, Optional.of("the roof"))).chat().id();
        await(service.send(command(roof, ANNA, "it leaks")));
        rooms.told().clear();
    }

    @Test
    void eachChangeLeavesAMessageThatBothHear() {
        Chat changed = await(service.change(roof, Optional.of(Chat.Stage.BOOKED), Optional.of(Chat.Status.CLOSED)));
        assertThat(changed.stage()).isEqualTo(Chat.Stage.BOOKED);
        assertThat(changed.lastSeq()).isEqualTo(3);
        List<Message> said = history().subList(1, 3);
        assertThat(said)
                .extracting(Message::data)
                .containsExactly(
                        Map.of("change", "stage", "from", "inquiry", "to", "booked"),
                        Map.of("change", "status", "from", "open", "to", "closed"));
        assertThat(said).allMatch(message -> message.isSystem() && message.isRead() && message.delivered());
        assertThat(rooms.told())
                .containsExactly(
                        "posted The stage changed from inquiry to booked.",
                        "notified " + BORIS + " unread 1",
                        "notified " + ANNA + " unread 0",
                        "posted The status changed from open to closed.",
                        "notified " + BORIS + " unread 1",
                        "notified " + ANNA + " unread 0");
    }

    @Test
    void aRetriedChangeLeavesNoSecondMessage() {
        await(service.change(roof, Optional.of(Chat.Stage.BOOKED), Optional.empty()));
        await(service.change(roof, Optional.of(Chat.Stage.BOOKED), Optional.empty()));
        await(service.change(roof, Optional.empty(), Optional.empty()));
        assertThat(history()).hasSize(2);
        await(service.change(roof, Optional.of(Chat.Stage.INQUIRY), Optional.empty()));
        assertThat(history()).hasSize(3);
    }

    @Test
    void theRetryCompletesWhatAKilledNodeLeftOpen() {
        await(chats.change(roof, Optional.of(Chat.Stage.BOOKED), Optional.empty(), late -> {}));
        assertThat(history()).hasSize(1);
        await(service.change(roof, Optional.of(Chat.Stage.BOOKED), Optional.empty()));
        await(service.change(roof, Optional.of(Chat.Stage.BOOKED), Optional.empty()));
        assertThat(history()).extracting(Message::seq).containsExactly(1L, 2L);
        assertThat(rooms.posted()).hasSize(2);
    }

    @Test
    void whatAKilledNodeLeftOpenIsFinishedOnce() {
        await(chats.change(roof, Optional.of(Chat.Stage.BOOKED), Optional.empty(), late -> {}));
        Instant later = Instant.now().plusSeconds(60);

        assertThat(await(service.finishChanges(later))).isEqualTo(new ChatService.Finished(1, 0));
        assertThat(await(service.finishChanges(later))).isEqualTo(new ChatService.Finished(0, 0));

        assertThat(history()).extracting(Message::seq).containsExactly(1L, 2L);
        assertThat(rooms.posted()).hasSize(2);
    }

    @Test
    void aChangeWhoseMessageCannotBeStoredStaysOpen() {
        await(chats.change(roof, Optional.of(Chat.Stage.BOOKED), Optional.empty(), late -> {}));
        messages.unavailable(true);
        Instant later = Instant.now().plusSeconds(60);
        assertThat(await(service.finishChanges(later))).isEqualTo(new ChatService.Finished(0, 1));

        messages.unavailable(false);
        assertThat(await(service.finishChanges(later))).isEqualTo(new ChatService.Finished(1, 0));
    }

    @Test
    void aServicePostsAsAParticipantOrElseAsTheProvider() {
        assertThat(await(service.send(system(ANNA, "k1"))).message().sender()).isEqualTo(ANNA);
        assertThat(await(service.send(system(CLARA, "k2"))).message().sender()).isEqualTo(BORIS);
        assertThat(await(service.send(system(BORIS, "k1"))).isNew()).isFalse();
    }

    @Test
    void aBlockHidesNothingOfASystemMessage() {
        Message said = await(service.send(system(BORIS, "k1"))).message();
        await(users.block(ANNA, BORIS));
        assertThat(await(service.historyAfter(roof, Optional.of(BORIS), 1, 10)).messages())
                .containsExactly(said);
    }

    @Test
    void aParticipantsClientPostsNone() {
        assertThatThrownBy(() -> new SendMessage(roof, ANNA, "booked", MessageType.SYSTEM, List.of(), Optional.empty()))
                .isInstanceOfSatisfying(
                        Rejection.class, refused -> assertThat(refused.code()).isEqualTo(ErrorCode.FORBIDDEN));
        assertThatThrownBy(() -> new SendMessage(
                        roof, ANNA, "hi", MessageType.TEXT, List.of(), Map.of("a", 1), Optional.empty(), true))
                .isInstanceOfSatisfying(
                        Rejection.class, refused -> assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_PAYLOAD));
    }

    private SendMessage system(UserId sender, String key) {
        return new SendMessage(
                roof, sender, "see you", MessageType.SYSTEM, List.of(), Map.of(), Optional.of(key), true);
    }

    private List<Message> history() {
        return await(service.historyAfter(roof, Optional.empty(), 0, 10)).messages();
    }
}
