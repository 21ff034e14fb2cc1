package dev.parley.gateway.selfload;

import dev.parley.core.chat.MessageRepository;
import dev.parley.core.chat.MessageRules;
import dev.parley.core.chat.MessageType;
import dev.parley.core.chat.SendMessage;
import dev.parley.core.id.ChatId;
import dev.parley.core.id.IdGenerator;
import dev.parley.core.id.UserId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * Asks the rules and the stores about messages in chats that do not exist. It changes no record, takes from no quota, emits nothing and
 * is counted as no message. It fits into the time in which a node waits for its first canary.
 */
public final class SelfLoad {
    static final UserId SENDER = new UserId("parley-self-load");

    private static final Duration DURATION = Duration.ofMillis(400);
    private static final int AT_THE_SAME_TIME = 4;
    private static final String TEXT = "The plumber can come on Thursday between nine and eleven, is that fine?";

    /** The second node of a process finds the code compiled. */
    private static final AtomicBoolean DONE = new AtomicBoolean();

    private final MessageRules rules;
    private final MessageRepository messages;
    private final IdGenerator ids;

    public SelfLoad(MessageRules rules, MessageRepository messages, IdGenerator ids) {
        this.rules = rules;
        this.messages = messages;
        this.ids = ids;
    }

    /** Completes after 400 ms, or when a store fails; at once the second time in a process. Never fails. */
    public CompletionStage<Void> runOnce() {
        return DONE.compareAndSet(false, true) ? run(DURATION) : CompletableFuture.completedStage(null);
    }

    CompletionStage<Void> run(Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        return CompletableFuture.allOf(Stream.generate(() -> askUntil(end).toCompletableFuture())
                        .limit(AT_THE_SAME_TIME)
                        .toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, atMost.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(failure -> null);
    }

    private CompletionStage<Void> askUntil(long end) {
        return System.nanoTime() - end > 0
                ? CompletableFuture.completedStage(null)
                : ask().thenComposeAsync(answered -> askUntil(end));
    }

    private CompletionStage<?> ask() {
        ChatId chat = new ChatId(ids.next());
        SendMessage command = new SendMessage(chat, SENDER, TEXT, MessageType.TEXT, List.of(), Optional.of(ids.next()));
        return rules.explain(command).thenCompose(decisions -> messages.newest(chat));
    }
}
