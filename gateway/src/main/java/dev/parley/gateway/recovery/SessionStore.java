package dev.parley.gateway.recovery;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Sessions by their pid, for all nodes. One socket at a time holds a session; writes of an earlier holder change nothing. Any thread;
 * stages fail with {@code StorageException} when the store is unavailable.
 */
public interface SessionStore {

    /** The holder of a session that no socket holds. */
    String NOBODY = "-";

    /** Keeps the session for {@code time}, unless another socket holds it. */
    CompletionStage<Void> save(String pid, String holder, RecoverableSession session, Duration time);

    /** Keeps the session for {@code time}, held by no socket from now on, unless another socket holds it. */
    CompletionStage<Void> release(String pid, String holder, RecoverableSession session, Duration time);

    /** Removes the session. It cannot be resumed, whatever is written for its pid within {@code time}. */
    CompletionStage<Void> forget(String pid, String holder, Duration time);

    CompletionStage<Optional<PersistedSession>> find(String pid);

    /** Makes {@code holder} the holder. False when the session has changed since it was found. */
    CompletionStage<Boolean> takeOver(String pid, PersistedSession found, String holder, Duration time);
}
