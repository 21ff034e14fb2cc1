package dev.parley.gateway.mail;

import dev.parley.core.id.UserId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Proves to the page behind an unsubscribe link that the link was sent to the user whom it names: HMAC-SHA256 in base64url, as
 * docs/REMINDERS.md describes it. Thread-safe.
 */
public final class UnsubscribeTokens {
    private static final String ALGORITHM = "HmacSHA256";
    /** A token of another purpose with the same secret is another token. */
    private static final String PURPOSE = "unsubscribe:";

    private final SecretKeySpec key;

    public UnsubscribeTokens(String secret) {
        this.key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
    }

    String of(UserId user) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            byte[] proof = mac.doFinal((PURPOSE + user.value()).getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(proof);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java has " + ALGORITHM, missing);
        }
    }
}
