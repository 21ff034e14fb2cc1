/**
 * Chats and their messages: records, pure rules, the use cases in {@link dev.parley.core.chat.ChatService}, and the ports they
 * need. Knows no database, no socket and no framework. Stages fail with a {@code Rejection} or a {@code StorageException}.
 */
package dev.parley.core.chat;
