package dev.parley.core.chat;

import dev.parley.core.id.ChatId;
import dev.parley.core.id.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Where chats are kept. Stages fail with {@code StorageException} and nothing else. */
public interface ChatRepository {

    CompletionStage<Optional<Chat>> find(ChatId id);

    /** The chat's participants, stage and status, as they were a short time ago; its last message may be older or missing. */
    default CompletionStage<Optional<Chat>> findRecent(ChatId id) {
        return find(id);
    }

    /** Creates the chat unless the same client, provider and context already have one; also when two nodes ask at once. */
    CompletionStage<Opened> open(Chat command);

    /**
     * Newest {@code updatedAt} first.
     *
     * @param cursor from the page before, empty for the newest; an invalid one fails with {@code INVALID_PAYLOAD}
     */
    CompletionStage<Page<Chat>> ofUser(UserId user, Optional<String> cursor, int limit);

    /**
     * Sets what is named and keeps a note of each value that becomes another. Completes with the chat as changed, or with empty when there
     * is none.
     *
     * @param late is given the chat when the stage has failed already because the outcome was not known in time, and it was changed
     */
    CompletionStage<Optional<Changed>> change(
            ChatId id, Optional<Chat.Stage> stage, Optional<Chat.Status> status, Consumer<Changed> late);

    /** Removes the notes of these changes. */
    CompletionStage<Void> announced(ChatId id, List<ChatChange> changes);

    /** Chats with notes of changes that were made before this time, the oldest note first. */
    CompletionStage<List<Changed>> unannounced(Instant before, int limit);

    /** The people this user shares a chat with; the most recent chats first, at most {@code limit}. */
    CompletionStage<Set<UserId>> contactsOf(UserId user, int limit);

    /** How many chats this user began with their first message at or after {@code since}. A hint like {@code lastSeq}. */
    CompletionStage<Long> countStarted(UserId by, Instant since);

    /** @param unannounced the changes of which there still is a note, the oldest first */
    record Changed(Chat chat, List<ChatChange> unannounced) {

        public Changed {
            unannounced = List.copyOf(unannounced);
        }
    }

    /** @param isNew false when the three already had this chat */
    record Opened(Chat chat, boolean isNew) {}
}
