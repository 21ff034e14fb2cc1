package dev.parley.gateway.webpush;

/** How sending one push to one browser has ended. */
enum PushOutcome {
    /** The push service has taken it. */
    ACCEPTED,
    /** The push service does not know the subscription any more. */
    EXPIRED,
    /** The push service refuses it for good. */
    REFUSED,
    /** It may succeed later. */
    FAILED
}
