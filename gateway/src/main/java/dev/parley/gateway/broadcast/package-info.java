/**
 * Announces what services did: translates facts about chats and notifications to events for rooms. Never fails; the emitter counts
 * what it could not deliver.
 */
package dev.parley.gateway.broadcast;
