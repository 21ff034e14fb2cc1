package dev.parley.gateway.webpush;

import dev.parley.core.endpoint.Target;
import dev.parley.core.reminder.PushSubscription;
import java.net.URI;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;

/**
 * One encrypted and authorised request.
 *
 * @param origin of the push service
 */
record PushRequest(Target target, String origin, Map<String, String> headers, byte[] body) {

    /** Costs about 2 ms. Throws {@link IllegalArgumentException} for a subscription to which nothing can be sent. */
    static PushRequest of(
            PushSubscription subscription,
            PushMessage message,
            WebPushSettings settings,
            MessageEncryption encryption,
            Instant now) {
        Target target = settings.target(subscription.endpoint());
        byte[] body = encryption.encrypt(
                message.plaintext(), P256.publicKey(decoded("keys.p256dh", subscription.p256dh())), auth(subscription));
        String origin = origin(target.url());
        return new PushRequest(
                target,
                origin,
                Map.of(
                        "TTL",
                        Long.toString(settings.timeToLive().toSeconds()),
                        "Urgency",
                        "normal",
                        "Topic",
                        message.topic(),
                        "Content-Type",
                        "application/octet-stream",
                        "Content-Encoding",
                        "aes128gcm",
                        "Authorization",
                        settings.keys().authorization(origin, settings.subject(), now)),
                body);
    }

    /** Throws {@link IllegalArgumentException} that names what is wrong with the subscription. */
    static void check(PushSubscription subscription, WebPushSettings settings) {
        settings.target(subscription.endpoint());
        auth(subscription);
        try {
            P256.publicKey(decoded("keys.p256dh", subscription.p256dh()));
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("keys.p256dh is wrong: " + wrong.getMessage(), wrong);
        }
    }

    private static byte[] auth(PushSubscription subscription) {
        byte[] auth = decoded("keys.auth", subscription.auth());
        if (auth.length != MessageEncryption.AUTH_BYTES) {
            throw new IllegalArgumentException("keys.auth must have " + MessageEncryption.AUTH_BYTES + " bytes");
        }
        return auth;
    }

    private static byte[] decoded(String field, String text) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException noBase64) {
            throw new IllegalArgumentException(field + " must be Base64url", noBase64);
        }
    }

    private static String origin(URI url) {
        return url.getScheme() + "://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
    }
}
