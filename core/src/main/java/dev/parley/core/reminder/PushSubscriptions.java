package dev.parley.core.reminder;

import dev.parley.core.id.PushSubscriptionId;
import dev.parley.core.id.UserId;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Where push subscriptions are kept. Stages fail with {@code StorageException}. */
public interface PushSubscriptions {
    /** Of one user; a further one replaces the oldest. */
    int MAX_PER_USER = 20;

    /** Prepares the store. Fails with {@code IndexException} as well; may be called again. */
    CompletionStage<Void> start();

    /**
     * Replaces the user's subscription of this id. An endpoint belongs to the user who stored it last, so that a browser which two
     * people share shows nothing of the one who signed out.
     */
    CompletionStage<Void> store(UserId user, PushSubscription subscription);

    /** Idempotent. */
    CompletionStage<Void> remove(UserId user, PushSubscriptionId id);

    /** The newest first. */
    CompletionStage<List<PushSubscription>> of(UserId user);

    /** Removes a subscription that its push service does not know any more, unless it was stored again since it was read. */
    CompletionStage<Void> removeExpired(PushSubscription subscription);
}
