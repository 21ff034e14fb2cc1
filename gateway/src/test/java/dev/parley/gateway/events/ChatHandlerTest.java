package dev.parley.gateway.events;

import static dev.parley.core.testing.People.ANNA;
import static dev.parley.core.testing.People.BORIS;
import static dev.parley.core.testing.People.CLARA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.testing.Stages;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChatHandlerTest {
    private final HandlerFixture gateway = new HandlerFixture();
    private final String chat = gateway.chat().id().value();
    private final Phone anna = gateway.phoneOf(ANNA);
    private final Phone boris = gateway.phoneOf(BORIS);

    @BeforeEach
    void bothAreInTheChat() {
        anna.emit("join-chat", "\"" + chat + "\"");
        boris.emit("join-chat", "{\"chatId\":\"" + chat + "\"}");
        anna.heard();
        boris.heard();
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void aMessageReachesTheRoomAndTheReceiver() {
        var reply = anna.emit("send-message", message("hello"));
        assertThat(reply.at("/message/seq").longValue()).isEqualTo(1);
        assertThat(reply.has("duplicate")).isFalse();
        assertThat(events(anna)).containsExactly("new-message");
        assertThat(events(boris)).containsExactlyInAnyOrder("new-message", "message-notification");
    }

    @Test
    void aRetryIsStoredAndHeardOnce() {
        String attempt = "{\"chatId\":\"" + chat + "\",\"content\":\"hello\",\"clientMessageId\":\"k1\"}";
        var first = anna.emit("send-message", attempt);
        boris.heard();
        var second = anna.emit("send-message", attempt);
        assertThat(second.get("duplicate").booleanValue()).isTrue();
        assertThat(second.get("message")).isEqualTo(first.get("message"));
        assertThat(boris.heard()).isEmpty();
    }

    @Test
    void aStrangerSeesNoChat() {
        Phone clara = gateway.phoneOf(CLARA);
        assertThat(clara.outcome("join-chat", "\"" + chat + "\"")).isEqualTo("chat_not_found");
        assertThat(clara.outcome("send-message", message("hi"))).isEqualTo("chat_not_found");
        assertThat(clara.outcome("typing-start", inChat())).isEqualTo("chat_not_found");
        assertThat(clara.outcome("mark-messages-read", inChat())).isEqualTo("chat_not_found");
        assertThat(clara.outcome("get-send-allowance", inChat())).isEqualTo("chat_not_found");
        anna.emit("send-message", message("secret"));
        assertThat(clara.heard()).isEmpty();
    }

    @Test
    void whoJoinsLaterReadsWhatWasMissed() {
        boris.emit("leave-chat", "\"" + chat + "\"");
        anna.emit("send-message", message("one"));
        anna.emit("send-message", message("two"));
        boris.heard();
        var joined = boris.emit("join-chat", "{\"chatId\":\"" + chat + "\",\"afterSeq\":1}");
        assertThat(joined.get("lastSeq").longValue()).isEqualTo(2);
        assertThat(joined.get("unread").longValue()).isEqualTo(2);
        assertThat(joined.at("/messages/0/content").textValue()).isEqualTo("two");
        assertThat(joined.get("messages")).hasSize(1);
        assertThat(events(anna)).contains("messages-delivered");
    }

    @Test
    void readingTellsTheOtherSideAndTheReadersOtherDevices() {
        anna.emit("send-message", message("hello"));
        Phone tablet = gateway.phoneOf(BORIS);
        anna.heard();
        var reply = boris.emit("mark-messages-read", inChat());
        assertThat(reply.get("readCount").longValue()).isEqualTo(1);
        assertThat(reply.get("upToSeq").longValue()).isEqualTo(1);
        assertThat(events(anna)).containsExactly("messages-read");
        assertThat(events(tablet)).containsExactly("messages-read");
    }

    @Test
    void othersSeeTypingButTheTypistsOwnDevicesDoNot() {
        Phone tablet = gateway.phoneOf(ANNA);
        tablet.emit("join-chat", "\"" + chat + "\"");
        boris.heard();
        anna.emit("typing-start", "{\"roomId\":\"" + chat + "\",\"userId\":\"anna\"}");
        assertThat(boris.heard()).containsExactly(typing(true));
        assertThat(tablet.heard()).isEmpty();
        anna.emit("typing-stop", inChat());
        assertThat(boris.heard()).containsExactly(typing(false));
    }

    @Test
    void nobodyTypesForSomeoneElse() {
        assertThat(anna.outcome("typing-start", "{\"roomId\":\"" + chat + "\",\"userId\":\"" + BORIS + "\"}"))
                .isEqualTo("identity_mismatch");
        assertThat(boris.heard()).isEmpty();
    }

    @Test
    void typingTimesOutSixSecondsAfterTheLastStart() {
        anna.emit("typing-start", inChat());
        gateway.timers.advance(Duration.ofSeconds(4));
        anna.emit("typing-start", inChat());
        boris.heard();
        gateway.timers.advance(Duration.ofMillis(5999));
        assertThat(boris.heard()).isEmpty();
        gateway.timers.advance(Duration.ofMillis(1));
        assertThat(boris.heard()).containsExactly(typing(false));
    }

    @Test
    void typingEndsOnSend() {
        anna.emit("typing-start", inChat());
        anna.emit("send-message", message("done"));
        assertThat(boris.heard()).contains(typing(false));
        assertThat(gateway.timers.waiting()).isZero();
    }

    @Test
    void typingEndsOnLeave() {
        anna.emit("typing-start", inChat());
        anna.emit("leave-chat", "\"" + chat + "\"");
        assertThat(boris.heard()).containsExactly(typing(true), typing(false));
    }

    @Test
    void typingEndsOnDisconnect() {
        anna.emit("typing-start", inChat());
        anna.hangUp();
        assertThat(boris.heard()).contains(typing(false));
        assertThat(gateway.timers.waiting()).isZero();
    }

    @Test
    void typingEndsWhenTheLastDeviceStops() {
        Phone tablet = gateway.phoneOf(ANNA);
        tablet.emit("join-chat", "\"" + chat + "\"");
        boris.heard();
        anna.emit("typing-start", inChat());
        tablet.emit("typing-start", inChat());
        boris.heard();
        anna.emit("typing-stop", inChat());
        assertThat(boris.heard()).isEmpty();
        tablet.hangUp();
        assertThat(boris.heard()).containsExactly(typing(false));
    }

    @Test
    void typingGoesOnWhileADeviceOnAnotherNodeTypes() {
        gateway.typingNodes.typingOnAnotherNode.add(ANNA);
        anna.emit("typing-start", inChat());
        boris.heard();
        anna.emit("typing-stop", inChat());
        assertThat(boris.heard()).isEmpty();
    }

    @Test
    void typingTooOftenIsDroppedWithoutAWord() {
        for (int i = 0; i < 50; i++) {
            assertThat(anna.outcome("typing-start", inChat())).isEqualTo("ok");
        }
        assertThat(boris.heard()).hasSize(20);
        gateway.timers.advance(TypingIndicator.ENDS_AFTER);
        assertThat(boris.heard()).containsExactly(typing(false));
    }

    @Test
    void whoIsBlockedSeesNeitherTypingNorReceipts() {
        anna.emit("send-message", message("hello"));
        Stages.await(gateway.users.block(BORIS, ANNA));
        anna.heard();
        boris.heard();
        anna.emit("typing-start", inChat());
        assertThat(boris.heard()).isEmpty();
        boris.emit("mark-messages-read", inChat());
        assertThat(anna.heard()).isEmpty();
        assertThat(anna.outcome("send-message", message("why?"))).isEqualTo("recipient_unavailable");
    }

    @Test
    void whoLeftHearsNothingMore() {
        assertThat(boris.emit("leave-chat", "\"" + chat + "\""))
                .hasToString("{\"ok\":true,\"chatId\":\"" + chat + "\"}");
        boris.emit("leave-chat", "\"" + chat + "\"");
        anna.emit("send-message", message("hello"));
        assertThat(events(boris)).containsExactly("message-notification");
    }

    @Test
    void leavingAChatNamedLikeTheUserLeavesTheUsersOwnRoomAlone() {
        anna.emit("leave-chat", "\"anna\"");
        Stages.await(gateway.users.find(ANNA));
        boris.emit("send-message", message("too early"));
        anna.emit("send-message", message("first"));
        anna.heard();
        boris.emit("send-message", message("second"));
        assertThat(events(anna)).contains("message-notification");
    }

    private String message(String content) {
        return "{\"chatId\":\"" + chat + "\",\"content\":\"" + content + "\"}";
    }

    private String inChat() {
        return "{\"chatId\":\"" + chat + "\"}";
    }

    private String typing(boolean isTyping) {
        return "user-typing {\"chatId\":\"" + chat + "\",\"userId\":\"anna\",\"isTyping\":" + isTyping + "}";
    }

    private static List<String> events(Phone phone) {
        return phone.heard().stream()
                .map(line -> line.substring(0, line.indexOf(' ')))
                .toList();
    }
}
