package dev.parley.gateway.reminders;

import dev.parley.core.chat.ChatRepository;
import dev.parley.core.chat.MessageRepository;
import dev.parley.core.reminder.PendingReminders;
import dev.parley.core.reminder.ReminderLog;
import dev.parley.core.user.UserRepository;

/** What reminders are made of, and where they are kept. */
public record ReminderStores(
        PendingReminders pending,
        ReminderLog log,
        ChatRepository chats,
        MessageRepository messages,
        UserRepository users) {}
