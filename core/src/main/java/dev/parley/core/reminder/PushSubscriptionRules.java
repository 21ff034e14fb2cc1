package dev.parley.core.reminder;

import dev.parley.core.error.ErrorCode;

/** What the sender of pushes accepts. */
public interface PushSubscriptionRules {

    /** The key with which browsers subscribe ({@code applicationServerKey}), in Base64url. */
    String applicationServerKey();

    /** Throws {@link ErrorCode#INVALID_PAYLOAD} for a subscription to which nothing can be sent. */
    void check(PushSubscription subscription);
}
