/**
 * The stored documents as an outbox: which events other systems subscribe to, and the events that have not been delivered to them
 * yet. An event is marked in the document that it is about, by the write that causes it.
 */
package dev.parley.core.outbox;
