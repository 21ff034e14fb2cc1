package dev.parley.gateway.webpush;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.core.id.PushSubscriptionId;
import dev.parley.core.reminder.PushSubscription;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The side of a browser: its keys, and what it reads in a push. Written from RFC 8291 and 8188, without the code under test. */
public final class Browser {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int HEADER = 86;

    private final KeyPair keys = P256.generate(RANDOM);
    private final byte[] auth = new byte[16];

    public Browser() {
        RANDOM.nextBytes(auth);
    }

    PushSubscription subscription(String id, String endpoint, Instant at) {
        return new PushSubscription(new PushSubscriptionId(id), endpoint, p256dh(), auth(), at);
    }

    public String p256dh() {
        return text(P256.encoded((ECPublicKey) keys.getPublic()));
    }

    public String auth() {
        return text(auth);
    }

    public JsonNode read(byte[] body) {
        try {
            byte[] salt = Arrays.copyOf(body, 16);
            byte[] sender = Arrays.copyOfRange(body, 21, HEADER);
            byte[] secret = P256.sharedSecret(keys.getPrivate(), P256.publicKey(sender));
            byte[] own = P256.encoded((ECPublicKey) keys.getPublic());
            byte[] input =
                    hkdf(auth, secret, joined("WebPush: info\0".getBytes(StandardCharsets.US_ASCII), own, sender), 32);
            byte[] key = hkdf(salt, input, "Content-Encoding: aes128gcm\0".getBytes(StandardCharsets.US_ASCII), 16);
            byte[] nonce = hkdf(salt, input, "Content-Encoding: nonce\0".getBytes(StandardCharsets.US_ASCII), 12);
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
            byte[] padded = cipher.doFinal(body, HEADER, body.length - HEADER);
            int end = padded.length - 1;
            while (padded[end] == 0) {
                end--;
            }
            if (padded[end] != 2 || ByteBuffer.wrap(body, 16, 4).getInt() != 4096 || body[20] != 65) {
                throw new IllegalArgumentException("not one record");
            }
            return new ObjectMapper().readTree(Arrays.copyOf(padded, end));
        } catch (GeneralSecurityException | IOException unreadable) {
            throw new IllegalArgumentException(unreadable);
        }
    }

    private static byte[] hkdf(byte[] salt, byte[] input, byte[] info, int length) throws GeneralSecurityException {
        return Arrays.copyOf(hmac(hmac(salt, input), joined(info, new byte[] {1})), length);
    }

    private static byte[] hmac(byte[] key, byte[] data) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(data);
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(all::writeBytes);
        return all.toByteArray();
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
