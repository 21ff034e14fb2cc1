/**
 * Reminders: a message that stays unread while its receiver is offline becomes one reminder per receiver and channel. Deadlines are in
 * Redis and are restored from the marks on the stored messages; a deadline is claimed by one node, which sends the reminder through a
 * {@link dev.parley.gateway.reminders.ReminderSender}.
 */
package dev.parley.gateway.reminders;
