package dev.parley.gateway.selfload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.chat.Chat;
import dev.parley.core.chat.MessageRules;
import dev.parley.core.chat.SendMessage;
import dev.parley.core.error.StorageException;
import dev.parley.core.id.UserId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class SelfLoadTest {
    private static final Duration WITHIN = Duration.ofSeconds(30);

    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void endsWhenAStoreDoesNotAnswer() {
        assertThat(load(CompletableFuture::new).run(Duration.ofMillis(50))).succeedsWithin(WITHIN);

        assertThat(asked).hasValue(4);
    }

    @Test
    void endsWhenAStoreFails() {
        SelfLoad load = load(() -> CompletableFuture.failedFuture(new StorageException("MongoDB: no answer", null)));

        assertThat(load.run(Duration.ofMinutes(10))).succeedsWithin(WITHIN);

        assertThat(asked).hasValue(4);
    }

    private SelfLoad load(Supplier<CompletableFuture<List<MessageRules.Decision>>> answer) {
        return new SelfLoad(new Answering(answer), null, () -> "65f0c0ffee0000000000abcd");
    }

    private final class Answering implements MessageRules {
        private final Supplier<CompletableFuture<List<Decision>>> answer;

        Answering(Supplier<CompletableFuture<List<Decision>>> answer) {
            this.answer = answer;
        }

        @Override
        public CompletionStage<List<Decision>> explain(SendMessage command) {
            asked.incrementAndGet();
            return answer.get();
        }

        @Override
        public CompletionStage<Accepted> accept(SendMessage command) {
            throw new AssertionError("would take from a quota");
        }

        @Override
        public CompletionStage<Allowance> allowance(Chat chat, UserId sender) {
            throw new AssertionError("not asked");
        }
    }
}
