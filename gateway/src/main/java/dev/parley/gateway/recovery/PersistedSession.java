package dev.parley.gateway.recovery;

/**
 * A session as the store has it.
 *
 * @param holder the socket that may write it, or {@link SessionStore#NOBODY}
 * @param savedAt microseconds by the clock of the store, which is that of the offsets
 */
public record PersistedSession(String holder, RecoverableSession session, long savedAt) {}
