package dev.parley.core.testing;

import dev.parley.core.chat.Chat;
import dev.parley.core.chat.Message;
import dev.parley.core.chat.MessageCounts;
import dev.parley.core.chat.MessageType;
import dev.parley.core.chat.SendMessage;
import dev.parley.core.id.ChatId;
import dev.parley.core.id.MessageId;
import dev.parley.core.id.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Anna needs something repaired, Boris repairs, Clara has nothing to do with it. */
public final class People {
    public static final UserId ANNA = new UserId("anna");
    public static final UserId BORIS = new UserId("64b000000000000000000b01");
    public static final UserId CLARA = new UserId("clara");
    public static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");

    private People() {}

    /** A new chat of Anna, the client, and Boris, the provider. */
    public static Chat chat(String id) {
        return chat(id, ANNA, BORIS, NOON);
    }

    public static Chat chat(String id, UserId client, UserId provider, Instant at) {
        return new Chat(
                new ChatId(id),
                client,
                provider,
                Optional.of("job " + id),
                Chat.Stage.INQUIRY,
                Chat.Status.OPEN,
                0,
                Optional.empty(),
                at,
                at);
    }

    public static SendMessage command(ChatId chat, UserId sender, String content) {
        return new SendMessage(chat, sender, content, MessageType.TEXT, List.of(), Optional.empty());
    }

    public static SendMessage command(ChatId chat, UserId sender, String content, String key) {
        return new SendMessage(chat, sender, content, MessageType.TEXT, List.of(), Optional.of(key));
    }

    /** A system message in the name of Boris, the provider, that proposes number 1. */
    public static Message systemDraft(String id, Chat chat, String content, Optional<String> key) {
        return new Message(
                new MessageId(id),
                chat.id(),
                1,
                MessageCounts.FIRST,
                chat.provider(),
                chat.client(),
                content,
                MessageType.SYSTEM,
                List.of(),
                Map.of("change", "stage", "steps", List.of(1, Map.of("done", true))),
                key,
                true,
                Optional.empty(),
                true,
                Optional.empty(),
                List.of(),
                NOON);
    }

    /** A message that proposes number 1. */
    public static Message draft(String id, Chat chat, UserId sender, String content, Optional<String> key) {
        return text(id, chat.id(), sender, chat.otherThan(sender), content, key, NOON);
    }

    /** The first message of a chat, neither delivered nor read. */
    public static Message text(
            String id, ChatId chat, UserId sender, UserId receiver, String content, Optional<String> key, Instant at) {
        return new Message(
                new MessageId(id),
                chat,
                1,
                MessageCounts.FIRST,
                sender,
                receiver,
                content,
                MessageType.TEXT,
                List.of(),
                Map.of(),
                key,
                false,
                Optional.empty(),
                false,
                Optional.empty(),
                List.of(),
                at);
    }
}
