package dev.parley.core.chat;

import dev.parley.core.id.ChatId;
import java.util.concurrent.CompletionStage;

/** The rooms of one connection. */
public interface RoomMembership {

    /** Completes once the room's subscription is live: every event from then on reaches the connection. Idempotent. */
    CompletionStage<Void> join(ChatId chat);

    /** Idempotent. */
    void leave(ChatId chat);
}
