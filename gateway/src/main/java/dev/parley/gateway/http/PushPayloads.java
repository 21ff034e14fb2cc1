package dev.parley.gateway.http;

import dev.parley.core.id.PushSubscriptionId;
import dev.parley.core.reminder.PushSubscription;
import dev.parley.gateway.wire.PayloadFields;
import java.time.Instant;

/** Payloads about push subscriptions. */
public final class PushPayloads {
    private PushPayloads() {}

    /** @param applicationServerKey with which browsers subscribe */
    public record PushKeyReply(String applicationServerKey) {}

    /** A browser's {@code PushSubscription} as JSON; its other fields are ignored. */
    public record PushSubscriptionPayload(String endpoint, PushKeysPayload keys) {

        static PushSubscriptionPayload read(PayloadFields fields) {
            return new PushSubscriptionPayload(
                    fields.text("endpoint"),
                    fields.optionalFields("keys")
                            .map(PushKeysPayload::read)
                            .orElseThrow(() -> PayloadFields.refusal("keys", "is missing")));
        }

        PushSubscription subscription(PushSubscriptionId id, Instant storedAt) {
            return new PushSubscription(id, endpoint, keys.p256dh(), keys.auth(), storedAt);
        }
    }

    /** @param p256dh public key @param auth secret; both in Base64url */
    public record PushKeysPayload(String p256dh, String auth) {

        static PushKeysPayload read(PayloadFields fields) {
            return new PushKeysPayload(fields.text("p256dh"), fields.text("auth"));
        }
    }
}
