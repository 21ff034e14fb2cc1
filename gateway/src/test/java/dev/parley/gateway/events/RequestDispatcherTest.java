package dev.parley.gateway.events;

import static dev.parley.core.testing.People.ANNA;
import static dev.parley.core.testing.People.BORIS;
import static dev.parley.core.testing.People.CLARA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.chat.Chat;
import dev.parley.core.chat.ChatChange;
import dev.parley.core.chat.ChatRepository;
import dev.parley.core.chat.Page;
import dev.parley.core.error.StorageException;
import dev.parley.core.id.ChatId;
import dev.parley.core.id.UserId;
import dev.parley.core.testing.Stages;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RequestDispatcherTest {
    private static final String CHAT = "\"64c000000000000000000c01\"";

    @Test
    void anUnavailableStoreIsReported() {
        var unavailable = new SlowChats();
        try (var gateway = new HandlerFixture(Optional.empty(), unavailable)) {
            Phone anna = gateway.phoneOf(ANNA);
            unavailable.answer.completeExceptionally(new StorageException("unavailable", null));
            assertThat(anna.outcome("join-chat", CHAT)).isEqualTo("unavailable");
            assertThat(count(gateway, "join-chat", "unavailable")).isEqualTo(1);
        }
    }

    @Test
    void aSurpriseIsInternalAndTellsNothingButARequest() {
        var broken = new SlowChats();
        try (var gateway = new HandlerFixture(Optional.empty(), broken)) {
            Phone anna = gateway.phoneOf(ANNA);
            broken.answer.completeExceptionally(new IllegalStateException("secret"));
            var error = anna.emit("join-chat", CHAT).get("error");
            assertThat(error.get("code").textValue()).isEqualTo("internal");
            assertThat(error.toString()).contains("request").doesNotContain("secret");
        }
    }

    @Test
    void whatTakesTooLongIsUnavailableAndTheNextRequestIsHandled() {
        try (var gateway = new HandlerFixture(Optional.empty(), new SlowChats())) {
            Phone anna = gateway.phoneOf(ANNA);
            var stuck = anna.emitLater("join-chat", CHAT);
            assertThat(Stages.await(stuck).toString()).contains("unavailable");
            assertThat(anna.outcome("get-unread-count", "\"anna\"")).isEqualTo("ok");
        }
    }

    @Test
    void oneSocketsRequestsAreHandledInTheirOrder() {
        var slow = new SlowChats();
        try (var gateway = new HandlerFixture(Optional.empty(), slow)) {
            Phone anna = gateway.phoneOf(ANNA);
            var first = anna.emitLater("join-chat", CHAT);
            var second = anna.emitLater("leave-chat", CHAT).toCompletableFuture();
            assertThat(second).isNotDone();
            slow.answer.complete(Optional.empty());
            assertThat(Stages.await(first).toString()).contains("chat_not_found");
            assertThat(second).isDone();
        }
    }

    @Test
    void anotherSocketNeedNotWait() {
        try (var gateway = new HandlerFixture(Optional.empty(), new SlowChats())) {
            gateway.phoneOf(ANNA).emitLater("join-chat", CHAT);
            assertThat(gateway.phoneOf(CLARA).outcome("get-unread-count", "\"" + CLARA + "\""))
                    .isEqualTo("ok");
        }
    }

    @Test
    void tooManyEventsAreRefusedAndTimeHealsIt() {
        try (var gateway = new HandlerFixture()) {
            Phone anna = gateway.phoneOf(ANNA);
            for (int i = 0; i < 199; i++) {
                assertThat(anna.outcome("get-unread-count", "\"anna\"")).isEqualTo("ok");
            }
            var refused = anna.emit("get-unread-count", "\"anna\"").get("error");
            assertThat(refused.get("code").textValue()).isEqualTo("rate_limited");
            assertThat(refused.get("retryAfterMs").longValue()).isBetween(1L, 11L);
            gateway.clock.advance(Duration.ofMillis(10));
            assertThat(anna.outcome("get-unread-count", "\"anna\"")).isEqualTo("ok");
        }
    }

    @Test
    void onlineStatusThatChangesTooOftenIsRefusedAndNotAnnounced() {
        try (var gateway = new HandlerFixture()) {
            Phone anna = gateway.phoneOf(ANNA);
            Phone boris = gateway.phoneOf(BORIS);
            List<String> outcomes = IntStream.range(0, 100)
                    .mapToObj(i -> anna.outcome(
                            "set-online-status", "{\"userId\":\"anna\",\"isOnline\":" + (i % 2 == 1) + "}"))
                    .toList();
            assertThat(outcomes.subList(0, 20)).containsOnly("ok");
            assertThat(outcomes.subList(20, 100)).containsOnly("rate_limited");
            assertThat(boris.heard()).hasSizeLessThanOrEqualTo(20);
            assertThat(anna.outcome("get-unread-count", "\"anna\"")).isEqualTo("ok");
        }
    }

    @Test
    void anUnknownEventIsRefusedByNameAndCountsLikeAnyOther() {
        try (var gateway = new HandlerFixture()) {
            Phone anna = gateway.phoneOf(ANNA);
            var refused = anna.emitUnknown("drop-\ud83d\n" + "x".repeat(500)).get("error");
            assertThat(refused.get("code").textValue()).isEqualTo("invalid_payload");
            assertThat(refused.get("message").textValue())
                    .contains("\"drop-??xxx")
                    .hasSizeLessThan(130);
            for (int i = 0; i < 198; i++) {
                anna.emitUnknown("drop");
            }
            assertThat(anna.emitUnknown("drop").at("/error/code").textValue()).isEqualTo("rate_limited");
            assertThat(count(gateway, "unknown", "invalid_payload")).isEqualTo(199);
            assertThat(count(gateway, "unknown", "rate_limited")).isEqualTo(1);
        }
    }

    @Test
    void everyAnswerIsCounted() {
        try (var gateway = new HandlerFixture()) {
            Phone anna = gateway.phoneOf(ANNA);
            anna.outcome("get-unread-count", "7");
            anna.outcome("get-unread-count", "\"anna\"");
            assertThat(count(gateway, "get-unread-count", "invalid_payload")).isEqualTo(1);
            assertThat(count(gateway, "get-unread-count", "ok")).isEqualTo(1);
        }
    }

    private static long count(HandlerFixture gateway, String event, String outcome) {
        return gateway.meters
                .get("parley.events")
                .tags("event", event, "outcome", outcome)
                .timer()
                .count();
    }

    /** Chats that are found when the test says so. */
    private static final class SlowChats implements ChatRepository {
        private final CompletableFuture<Optional<Chat>> answer = new CompletableFuture<>();

        @Override
        public CompletionStage<Optional<Chat>> find(ChatId id) {
            return answer;
        }

        @Override
        public CompletionStage<Opened> open(Chat command) {
            return new CompletableFuture<>();
        }

        @Override
        public CompletionStage<Page<Chat>> ofUser(UserId user, Optional<String> cursor, int limit) {
            return new CompletableFuture<>();
        }

        @Override
        public CompletionStage<Optional<Changed>> change(
                ChatId id, Optional<Chat.Stage> stage, Optional<Chat.Status> status, Consumer<Changed> late) {
            return new CompletableFuture<>();
        }

        @Override
        public CompletionStage<Void> announced(ChatId id, List<ChatChange> changes) {
            return new CompletableFuture<>();
        }

        @Override
        public CompletionStage<List<Changed>> unannounced(Instant before, int limit) {
            return new CompletableFuture<>();
        }

        @Override
        public CompletionStage<Long> countStarted(UserId by, Instant since) {
            return new CompletableFuture<>();
        }

        @Override
        public CompletionStage<Set<UserId>> contactsOf(UserId user, int limit) {
            return new CompletableFuture<>();
        }
    }
}
