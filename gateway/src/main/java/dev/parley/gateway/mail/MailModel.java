package dev.parley.gateway.mail;

import dev.parley.core.chat.Message;
import dev.parley.core.id.UserId;
import dev.parley.core.reminder.Contact;
import dev.parley.core.reminder.Reminder;
import dev.parley.core.reminder.UnreadChat;
import dev.parley.core.text.UnicodeText;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The values that templates can use, as docs/REMINDERS.md lists them. */
final class MailModel {
    private static final int EXCERPT = 300;

    private MailModel() {}

    static Map<String, Object> of(Reminder reminder, Map<UserId, Contact> contacts, MailSettings settings) {
        List<Map<String, Object>> chats = reminder.chats().stream()
                .map(chat -> chat(chat, contacts, settings))
                .toList();
        boolean isSingle = chats.size() == 1;
        Map<String, Object> model = new HashMap<>();
        model.put("receiver", contacts.get(reminder.receiver()).name().orElse(""));
        model.put("receiverId", reminder.receiver().value());
        model.put("unread", reminder.unread());
        model.put("several", reminder.unread() > 1);
        model.put("single", isSingle);
        model.put("sender", chats.get(0).get("sender"));
        model.put("chatCount", chats.size());
        model.put("chats", chats);
        model.put("canReply", isSingle && settings.replyTo().isPresent());
        model.put("unsubscribe", settings.unsubscribe(reminder.receiver()).orElse(""));
        return emptyIsFalse(model);
    }

    private static Map<String, Object> chat(UnreadChat unread, Map<UserId, Contact> contacts, MailSettings settings) {
        Map<String, Object> chat = new HashMap<>();
        chat.put("id", unread.chat().id().value());
        chat.put("context", unread.chat().context().orElse(""));
        chat.put("sender", name(unread, contacts));
        chat.put("senderId", unread.sender().value());
        chat.put("unread", unread.unread());
        chat.put("excerpt", excerpt(unread.last()));
        chat.put("link", settings.link(unread.chat().id()).orElse(""));
        chat.put("replyTo", settings.replyTo(unread.chat().id()).orElse(""));
        return emptyIsFalse(chat);
    }

    private static String name(UnreadChat unread, Map<UserId, Contact> contacts) {
        return contacts.get(unread.sender())
                .name()
                .orElse(unread.sender().equals(unread.chat().client()) ? "the client" : "the provider");
    }

    private static String excerpt(Message message) {
        String text = message.content().strip();
        if (text.isEmpty()) {
            return message.media().isEmpty()
                    ? "(" + message.messageType().name().toLowerCase(Locale.ROOT) + ")"
                    : "(attachment)";
        }
        return UnicodeText.excerpt(text, EXCERPT);
    }

    /** A section of an empty text is left out. */
    private static Map<String, Object> emptyIsFalse(Map<String, Object> model) {
        model.replaceAll((name, value) -> "".equals(value) ? false : value);
        return model;
    }
}
