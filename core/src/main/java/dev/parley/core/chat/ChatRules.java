package dev.parley.core.chat;

import dev.parley.core.chat.MessageRules.Accepted;
import dev.parley.core.error.ErrorCode;
import dev.parley.core.error.Rejection;
import dev.parley.core.id.ChatId;
import dev.parley.core.id.IdGenerator;
import dev.parley.core.id.MessageId;
import dev.parley.core.id.UserId;
import dev.parley.core.text.UnicodeText;
import dev.parley.core.user.Role;
import dev.parley.core.user.User;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Validation of chats and access to them. Pure; throws refusals. */
final class ChatRules {
    /** In UTF-16 units: part of an index key. */
    private static final int MAX_CONTEXT = 200;

    private ChatRules() {}

    static Chat newChat(
            Map<UserId, User> people,
            UserId client,
            UserId provider,
            Optional<String> context,
            IdGenerator ids,
            Clock clock) {
        require(!client.equals(provider), ErrorCode.INVALID_PAYLOAD, "client and provider must be two people");
        require(mayBe(people.get(client), Role.CLIENT), ErrorCode.ROLE_NOT_ALLOWED, "client has another role");
        require(mayBe(people.get(provider), Role.PROVIDER), ErrorCode.ROLE_NOT_ALLOWED, "provider has another role");
        require(
                context.map(text -> !UnicodeText.isBlank(text) && text.length() <= MAX_CONTEXT)
                        .orElse(true),
                ErrorCode.INVALID_PAYLOAD,
                "context must be 1 to " + MAX_CONTEXT + " characters");
        context.ifPresent(text -> UnicodeText.requireWellFormed(text, "context"));
        Instant now = clock.instant();
        ChatId id = new ChatId(ids.next());
        return new Chat(
                id, client, provider, context, Chat.Stage.INQUIRY, Chat.Status.OPEN, 0, Optional.empty(), now, now);
    }

    static <T> T found(Optional<T> chat) {
        return chat.orElseThrow(ChatRules::notFound);
    }

    /** @param caller empty for a service, which sees every chat */
    static Chat visible(Chat chat, Optional<UserId> caller) {
        if (caller.isPresent() && !chat.hasParticipant(caller.get())) {
            throw notFound();
        }
        return chat;
    }

    /**
     * What an accepted command becomes, as if it were the first of its chat: storing gives it its place. A system message waits for
     * nobody's receipt; it is in the name of the provider unless it names a participant.
     */
    static Message draft(SendMessage command, Accepted accepted, IdGenerator ids, Clock clock) {
        Chat chat = accepted.chat();
        UserId sender = chat.hasParticipant(command.sender()) ? command.sender() : chat.provider();
        return new Message(
                new MessageId(ids.next()),
                chat.id(),
                1,
                MessageCounts.FIRST,
                sender,
                chat.otherThan(sender),
                accepted.content(),
                command.messageType(),
                command.media(),
                accepted.data(),
                command.clientMessageId(),
                command.isSystem(),
                Optional.empty(),
                command.isSystem(),
                Optional.empty(),
                List.copyOf(accepted.masked()),
                clock.instant());
    }

    /** A user without a role may take either side. */
    private static boolean mayBe(User person, Role side) {
        return person.role().map(side::equals).orElse(true);
    }

    private static void require(boolean holds, ErrorCode otherwise, String reason) {
        if (!holds) {
            throw new Rejection(otherwise, reason);
        }
    }

    private static Rejection notFound() {
        return new Rejection(ErrorCode.CHAT_NOT_FOUND, "no such chat");
    }
}
