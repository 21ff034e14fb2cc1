package dev.parley.gateway.recovery;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Sessions by their pid, for all nodes. Each is held by one socket at a time: what the socket before it still writes changes
 * nothing. Any thread; stages fail with {@code StorageException} when the store is away.
 */
public interface SessionStore {

    /**
     * @param holder the socket that holds it, as {@link #save} was told
     * @param savedAt microseconds of the store's clock, which is that of the offsets
     */
    record Held(String holder, RecoverableSession session, long savedAt) {}

    /** The holder of a session that no socket holds. */
    String NOBODY = "-";

    /** Keeps the session for {@code time}, unless another socket holds it. */
    CompletionStage<Void> save(String pid, String holder, RecoverableSession session, Duration time);

    /** Keeps the session for {@code time}, held by no socket from now on, unless another socket holds it. */
    CompletionStage<Void> release(String pid, String holder, RecoverableSession session, Duration time);

    /** Nobody is to come back with this pid, whatever is still written for it within {@code time}. */
    CompletionStage<Void> forget(String pid, String holder, Duration time);

    CompletionStage<Optional<Held>> find(String pid);

    /** Makes {@code holder} the one that holds it. False when it is not what was found any more. */
    CompletionStage<Boolean> takeOver(String pid, Held found, String holder, Duration time);
}
