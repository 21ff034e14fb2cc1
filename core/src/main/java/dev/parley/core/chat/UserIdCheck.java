package dev.parley.core.chat;

import dev.parley.core.error.ErrorCode;
import dev.parley.core.error.Rejection;
import dev.parley.core.id.ChatId;
import dev.parley.core.id.UserId;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Keeps the ids of users and chats apart. Both name rooms, so a user with a chat's id would hear the chat. Only an id that looks
 * like an ObjectId is looked up; what was found is remembered.
 */
final class UserIdCheck {
    private static final int REMEMBERED = 50_000;

    private final ChatRepository chats;
    /** By the id whether it is a chat's. */
    private final RecentlyUsed<UserId, Boolean> known = new RecentlyUsed<>(REMEMBERED);

    UserIdCheck(ChatRepository chats) {
        this.chats = chats;
    }

    /** Fails with {@link ErrorCode#INVALID_PAYLOAD} for a chat's id. */
    CompletionStage<Void> requireNoChat(UserId user) {
        if (!user.isObjectId()) {
            return CompletableFuture.completedStage(null);
        }
        return known.get(user)
                .map(CompletableFuture::completedStage)
                .orElseGet(() -> chats.find(new ChatId(user.value())).thenApply(Optional::isPresent))
                .thenAccept(isChat -> refuse(user, isChat));
    }

    /** A new chat's id is from now on refused on this node, whatever was known of it. */
    void created(Chat chat) {
        known.put(new UserId(chat.id().value()), true);
    }

    private void refuse(UserId user, boolean isChat) {
        known.put(user, isChat);
        if (isChat) {
            throw new Rejection(ErrorCode.INVALID_PAYLOAD, "userId must not be the id of a chat");
        }
    }
}
