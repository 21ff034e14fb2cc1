package dev.parley.core.endpoint;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The headers of Standard Webhooks 1.0.0: an id, the time of the attempt, and one HMAC-SHA256 per secret. */
public final class Signature {
    private static final String PREFIX = "whsec_";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int MIN_BYTES = 24;
    private static final int MAX_BYTES = 64;

    private Signature() {}

    /** Throws {@link IllegalArgumentException} for a text that is no secret; the message does not hold it. */
    public static byte[] secret(String text) {
        byte[] bytes = decoded(text);
        if (bytes.length < MIN_BYTES || bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "a secret must have " + MIN_BYTES + " to " + MAX_BYTES + " bytes, not " + bytes.length);
        }
        return bytes;
    }

    /** @param secrets the current one and, during a rotation, those before it */
    public static Map<String, String> headers(String id, Instant at, byte[] body, List<byte[]> secrets) {
        String timestamp = Long.toString(at.getEpochSecond());
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("webhook-id", id);
        headers.put("webhook-timestamp", timestamp);
        if (!secrets.isEmpty()) {
            headers.put(
                    "webhook-signature",
                    secrets.stream()
                            .map(secret -> "v1," + hmac(secret, id + "." + timestamp + ".", body))
                            .collect(Collectors.joining(" ")));
        }
        return headers;
    }

    private static byte[] decoded(String text) {
        if (!text.startsWith(PREFIX)) {
            throw new IllegalArgumentException("a secret must begin with " + PREFIX);
        }
        try {
            return Base64.getDecoder().decode(text.substring(PREFIX.length()));
        } catch (IllegalArgumentException noBase64) {
            throw new IllegalArgumentException("a secret must be " + PREFIX + " and Base64", noBase64);
        }
    }

    private static String hmac(byte[] secret, String head, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            mac.update(head.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
