package dev.parley.gateway.trace;

import dev.parley.core.chat.Message;
import dev.parley.core.chat.MessageRepository;
import dev.parley.core.id.IdGenerator;
import dev.parley.core.id.MessageId;
import dev.parley.core.id.UserId;
import dev.parley.gateway.nodes.NodeDirectory;
import dev.parley.gateway.rooms.LocalRooms;
import dev.parley.gateway.trace.NodeTrace.StepAt;
import dev.parley.gateway.trace.TraceExchange.Answers;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.redisson.api.RedissonClient;

/** Answers what became of a message: asks MongoDB and every node, and tells it in words. Stages fail with {@code StorageException}. */
public final class MessageTraces {
    private final MessageRepository messages;
    private final TraceExchange exchange;
    private final IdGenerator ids;

    /** @param rules names of all rules, as {@link TracedRules} numbers them */
    public MessageTraces(
            MessageRepository messages,
            TraceRecorder recorder,
            LocalRooms rooms,
            NodeDirectory directory,
            RedissonClient client,
            String keyPrefix,
            String node,
            List<String> rules,
            IdGenerator ids) {
        this.messages = messages;
        this.exchange = new TraceExchange(client, keyPrefix, directory, new NodeTracer(node, recorder, rooms, rules));
        this.ids = ids;
    }

    /** Begins to answer what other nodes ask. */
    public void start() {
        exchange.start();
    }

    /** May be called twice. */
    public void stop() {
        exchange.stop();
    }

    /**
     * @param asked the id of a message, or the {@code clientMessageId} that its sender chose
     * @param user empty for the receiver and the sender
     */
    public CompletionStage<TraceReport> of(String asked, Optional<UserId> user) {
        String id = asked.toLowerCase(Locale.ROOT);
        return id.matches(TraceQuery.ID)
                ? byId(id, user)
                : ask(asked, Optional.empty(), user).thenCompose(answers -> stored(answers)
                        .map(found -> byId(found, user))
                        .orElseGet(() ->
                                CompletableFuture.completedStage(report(asked, Optional.empty(), user, answers))));
    }

    private CompletionStage<TraceReport> byId(String id, Optional<UserId> user) {
        return messages.find(new MessageId(id)).thenCompose(message -> ask(id, message, user)
                .thenApply(answers -> report(id, message, user, answers)));
    }

    /** The id of the message that was stored for the client's own id. */
    private static Optional<String> stored(Answers answers) {
        return answers.traces().stream()
                .flatMap(trace -> trace.steps().stream())
                .filter(step -> step.step().equals(Step.STORED.word()))
                .map(StepAt::detail)
                .findFirst();
    }

    private CompletionStage<Answers> ask(String asked, Optional<Message> message, Optional<UserId> user) {
        return exchange.ask(new TraceQuery(
                ids.next(),
                asked,
                message.flatMap(Message::clientMessageId).orElse(""),
                message.map(found -> found.chatId().value()).orElse(""),
                users(message, user),
                message.map(found -> found.createdAt().toEpochMilli()).orElse(0L)));
    }

    private static TraceReport report(String asked, Optional<Message> message, Optional<UserId> user, Answers answers) {
        TraceStory story = new TraceStory(asked, message, answers.traces(), answers.silent());
        return new TraceReport(
                message,
                users(message, user).stream().map(story::verdict).toList(),
                story.lines(),
                answers.traces(),
                answers.silent());
    }

    private static List<String> users(Optional<Message> message, Optional<UserId> user) {
        return user.map(only -> List.of(only.value()))
                .or(() -> message.map(found ->
                        List.of(found.receiver().value(), found.sender().value())))
                .orElse(List.of());
    }
}
