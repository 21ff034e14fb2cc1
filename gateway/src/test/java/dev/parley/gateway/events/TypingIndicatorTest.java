package dev.parley.gateway.events;

import static dev.parley.core.testing.People.ANNA;
import static dev.parley.core.testing.People.BORIS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.chat.ChatRepository;
import dev.parley.core.testing.InMemoryChats;
import dev.parley.core.testing.People;
import dev.parley.core.testing.Stages;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class TypingIndicatorTest {
    private static final String CHAT = "64c000000000000000000c01";

    private final InMemoryChats stored = new InMemoryChats();
    private CompletableFuture<Void> answers = CompletableFuture.completedFuture(null);

    @Test
    void aDisconnectWhileTheStartIsInFlightEndsTheTyping() {
        Stages.await(stored.open(People.chat(CHAT)));
        try (var gateway = new HandlerFixture(Optional.empty(), slowChats())) {
            gateway.chat();
            Phone anna = gateway.phoneOf(ANNA);
            Phone boris = gateway.phoneOf(BORIS);
            boris.emit("join-chat", "\"" + CHAT + "\"");
            boris.heard();
            answers = new CompletableFuture<>();

            var start = anna.emitLater("typing-start", "{\"chatId\":\"" + CHAT + "\"}");
            anna.hangUp();
            answers.complete(null);
            Stages.await(start);

            assertThat(boris.heard())
                    .filteredOn(event -> event.startsWith("user-typing"))
                    .last()
                    .asString()
                    .contains("\"isTyping\":false");
            assertThat(gateway.timers.waiting()).isZero();
        }
    }

    @Test
    void aStartThatIsAnnouncedAfterTheEndIsEndedAgain() {
        Stages.await(stored.open(People.chat(CHAT)));
        try (var gateway = new HandlerFixture(Optional.empty(), slowChats())) {
            gateway.chat();
            Phone anna = gateway.phoneOf(ANNA);
            Phone boris = gateway.phoneOf(BORIS);
            boris.emit("join-chat", "\"" + CHAT + "\"");
            boris.heard();
            CompletableFuture<Void> late = new CompletableFuture<>();
            answers = late;
            var start = anna.emitLater("typing-start", "{\"chatId\":\"" + CHAT + "\"}");
            answers = CompletableFuture.completedFuture(null);
            gateway.timers.advance(TypingIndicator.ENDS_AFTER);
            late.complete(null);
            Stages.await(start);
            assertThat(boris.heard())
                    .filteredOn(event -> event.startsWith("user-typing"))
                    .last()
                    .asString()
                    .contains("\"isTyping\":false");
        }
    }

    @Test
    void aSocketWithoutAUserCannotTypeHoweverOftenItTries() {
        try (var gateway = new HandlerFixture()) {
            gateway.chat();
            Phone stranger = gateway.stranger();
            for (String event : List.of("typing-start", "typing-stop")) {
                for (int i = 0; i <= 20; i++) {
                    assertThat(stranger.outcome(event, "{\"chatId\":\"" + CHAT + "\"}"))
                            .isEqualTo("not_identified");
                }
            }
            assertThat(gateway.timers.waiting()).isZero();
        }
    }

    /** Chats that are found when {@link #answers} completes. */
    private ChatRepository slowChats() {
        return (ChatRepository) Proxy.newProxyInstance(
                ChatRepository.class.getClassLoader(),
                new Class<?>[] {ChatRepository.class},
                (proxy, method, arguments) -> {
                    var found = (CompletionStage<?>) method.invoke(stored, arguments);
                    return answers.thenCompose(now -> found);
                });
    }
}
