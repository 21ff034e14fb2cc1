package dev.parley.core.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.not;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.max;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.WriteConcern;
import com.mongodb.client.model.UpdateOneModel;
import dev.parley.core.chat.Message;
import dev.parley.core.id.ChatId;
import dev.parley.core.id.UserId;
import dev.parley.core.mongo.UpdatedChats.Update;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * Keeps the summary in a chat's document up to date: {@code lastSeq}, {@code lastMessage}, {@code updatedAt}, who started it. It
 * follows the messages and only moves forward. A failure goes to the listener and fails no use case; the next message corrects
 * it.
 */
final class ChatSummaryUpdater {
    private static final int UPDATES_IN_FLIGHT = 2;

    private final AsyncCollection chats;
    private final UpdatedChats updated;
    private final BatchedWrites writes;
    private final MongoListener listener;

    /** Deliberate: one member is enough for a hint. */
    ChatSummaryUpdater(AsyncCollection chats, MongoListener listener) {
        this.chats = chats;
        this.updated = new UpdatedChats(chats, ReadPositions.FIELDS, listener);
        this.writes = new BatchedWrites(chats.with(c -> c.withWriteConcern(WriteConcern.W1)), UPDATES_IN_FLIGHT);
        this.listener = listener;
    }

    /** Completes with the {@link ReadPositions#FIELDS} of the chat as of then. */
    CompletionStage<Optional<Document>> messageStored(Message message) {
        Bson behind = and(eq("_id", IdCodec.of(message.chatId())), not(gte("lastSeq", message.seq())));
        Date at = DocumentReader.date(message.createdAt());
        List<Bson> forward = new ArrayList<>(List.of(
                set("lastSeq", message.seq()),
                set("lastMessage", MessageCodec.toEmbedded(message)),
                max("updatedAt", at)));
        if (isFirstOfParticipants(message)) {
            forward.add(startedBy(message, at));
        }
        Update update = new Update(behind, chats.update(forward));
        return updated.ask(IdCodec.of(message.chatId()), Optional.of(update)).whenComplete(this::report);
    }

    /** Completes as {@link #messageStored} does, for a message whose chat the next one brings up to date. */
    CompletionStage<Optional<Document>> chatOf(Message message) {
        return updated.ask(IdCodec.of(message.chatId()), Optional.empty());
    }

    void messagesRead(ChatId chat, UserId reader, long upToSeq, Instant at) {
        Date time = DocumentReader.date(at);
        follow(
                lastMessageTo(chat, reader, upToSeq),
                combine(
                        set("lastMessage.isRead", true),
                        set("lastMessage.readAt", time),
                        set("lastMessage.delivered", true)));
    }

    void messagesDelivered(ChatId chat, UserId receiver, long upToSeq, Instant at) {
        follow(
                lastMessageTo(chat, receiver, upToSeq),
                combine(set("lastMessage.delivered", true), set("lastMessage.deliveredAt", DocumentReader.date(at))));
    }

    /** Such a message says who began the conversation. */
    static boolean isFirstOfParticipants(Message message) {
        return !message.isSystem() && message.seq() == message.counts().system() + 1;
    }

    private static Bson startedBy(Message first, Date at) {
        return combine(set("startedBy", IdCodec.of(first.sender())), set("startedAt", at));
    }

    private static Bson lastMessageTo(ChatId chat, UserId receiver, long upToSeq) {
        return and(
                eq("_id", IdCodec.of(chat)),
                eq("lastMessage.receiver", IdCodec.of(receiver)),
                lte("lastMessage.seq", upToSeq));
    }

    private void follow(Bson chat, Bson change) {
        writes.write(new UpdateOneModel<>(chat, change)).whenComplete(this::report);
    }

    private void report(Object done, Throwable failure) {
        if (failure != null) {
            listener.hintLost(failure);
        }
    }
}
