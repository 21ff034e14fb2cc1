/**
 * Reminders of messages that nobody has read: what one says, to whom and through which channel, and whether a user may be reminded
 * now. A reminder is for one receiver and covers all chats.
 */
package dev.parley.core.reminder;
