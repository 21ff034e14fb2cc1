package dev.parley.core.chat;

import dev.parley.core.chat.ChatRepository.Changed;
import dev.parley.core.chat.ChatService.Finished;
import dev.parley.core.chat.MessageRepository.Appended;
import dev.parley.core.chat.MessageRules.Accepted;
import dev.parley.core.error.Failures;
import dev.parley.core.id.IdGenerator;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaves a system message in the chat for each change of its stage or status. The change and a note of it are stored in one step, and the
 * note is removed once the message is stored, so a change that was interrupted gets its message later: with the next request that
 * changes the chat, or by {@link #finish}. The id of the note is the message's {@code clientMessageId}, so the message is stored once.
 */
final class ChatChanges {
    private static final Logger LOG = LoggerFactory.getLogger(ChatChanges.class);
    private static final int MOST_AT_ONCE = 100;

    private final ChatRepository chats;
    private final MessageRepository messages;
    private final ChatAnnouncer announcer;
    private final IdGenerator ids;
    private final Clock clock;

    ChatChanges(
            ChatRepository chats, MessageRepository messages, ChatAnnouncer announcer, IdGenerator ids, Clock clock) {
        this.chats = chats;
        this.messages = messages;
        this.announcer = announcer;
        this.ids = ids;
        this.clock = clock;
    }

    /** Completes with the chat and its last message once every change has its message. */
    CompletionStage<Chat> announce(Changed changed) {
        Chat chat = changed.chat();
        if (changed.unannounced().isEmpty()) {
            return CompletableFuture.completedStage(chat);
        }
        CompletionStage<?> stored = CompletableFuture.completedStage(null);
        for (ChatChange change : changed.unannounced()) {
            stored = stored.thenCompose(before -> post(chat, change));
        }
        return stored.thenCompose(all -> removeNotes(chat, changed.unannounced()))
                .thenCompose(removed -> chats.find(chat.id()))
                .thenApply(found -> found.orElse(chat));
    }

    /** For a change whose outcome was known too late to answer: a failure is logged, and {@link #finish} tries again. */
    void announceLate(Changed changed) {
        announce(changed).whenComplete((done, failure) -> {
            if (failure != null) {
                logOpen(changed, failure);
            }
        });
    }

    private static void logOpen(Changed changed, Throwable failure) {
        LOG.warn("A change of chat {} has no message yet: {}", changed.chat().id(), Failures.words(failure));
    }

    /** Announces changes from before this time whose node was stopped too early. Fails while the store is unavailable. */
    CompletionStage<Finished> finish(Instant before) {
        return chats.unannounced(before, MOST_AT_ONCE).thenCompose(open -> {
            CompletionStage<Integer> left = CompletableFuture.completedStage(0);
            for (Changed changed : open) {
                left = left.thenCompose(
                        count -> announce(changed).handle((done, failure) -> count + left(changed, failure)));
            }
            return left.thenApply(count -> new Finished(open.size() - count, count));
        });
    }

    private static int left(Changed changed, Throwable failure) {
        if (failure == null) {
            return 0;
        }
        logOpen(changed, failure);
        return 1;
    }

    private CompletionStage<?> post(Chat chat, ChatChange change) {
        return messages.append(message(chat, change), announcer::posted).thenApply(appended -> {
            announceRepeated(appended);
            return appended;
        });
    }

    /** The node that stored it may have been killed before it announced it. */
    private void announceRepeated(Appended appended) {
        if (!appended.isNew()) {
            announcer.repeated(appended.message());
        }
    }

    private Message message(Chat chat, ChatChange change) {
        String field = change.field().name().toLowerCase(Locale.ROOT);
        String text = "The " + field + " changed from " + change.from() + " to " + change.to() + ".";
        Map<String, Object> data = Map.of("change", field, "from", change.from(), "to", change.to());
        SendMessage command = new SendMessage(
                chat.id(),
                chat.provider(),
                text,
                MessageType.SYSTEM,
                List.of(),
                data,
                Optional.of("change-" + change.id()),
                true);
        return ChatRules.draft(command, new Accepted(chat, text, data, List.of()), ids, clock);
    }

    /** A note that stays is only found again. */
    private CompletionStage<?> removeNotes(Chat chat, List<ChatChange> changes) {
        return chats.announced(chat.id(), changes).exceptionally(failure -> {
            LOG.warn("The notes of announced changes of chat {} stay: {}", chat.id(), Failures.words(failure));
            return null;
        });
    }
}
