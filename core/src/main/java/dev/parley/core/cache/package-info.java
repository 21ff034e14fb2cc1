/**
 * Records that rarely change, kept in memory for a short time: the participants and the state of chats, suspensions and blocks. A
 * change is seen at once on the node that makes it and within a second on the others, or the records are read from the store.
 */
package dev.parley.core.cache;
