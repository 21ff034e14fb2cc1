/**
 * Identifiers of users, chats, messages and notifications: checked and normalised where they are made, so that equal ids are
 * equal texts. Imports nothing but {@code java.*} and the errors.
 */
package dev.parley.core.id;
