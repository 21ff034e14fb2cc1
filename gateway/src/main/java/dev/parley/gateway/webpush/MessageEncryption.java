package dev.parley.gateway.webpush;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The encryption of Web Push messages (RFC 8291) in one record of the content coding {@code aes128gcm} (RFC 8188). Costs about 1 ms. */
final class MessageEncryption {
    /** Of the plaintext; push services accept bodies of 4,096 bytes. */
    static final int MAX_BYTES = 3_993;

    static final int AUTH_BYTES = 16;
    private static final int RECORD_SIZE = 4_096;
    private static final int SALT_BYTES = 16;
    private static final int KEY_BYTES = 16;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final byte LAST_RECORD = 2;
    private static final String HMAC = "HmacSHA256";

    private final SecureRandom random;

    MessageEncryption(SecureRandom random) {
        this.random = random;
    }

    /**
     * The body of the request, with a new key pair and a new salt.
     *
     * @param plaintext at most {@link #MAX_BYTES}
     * @param auth the secret of the subscription
     */
    byte[] encrypt(byte[] plaintext, ECPublicKey browser, byte[] auth) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return encrypt(plaintext, browser, auth, P256.generate(random), salt);
    }

    static byte[] encrypt(byte[] plaintext, ECPublicKey browser, byte[] auth, KeyPair sender, byte[] salt) {
        if (plaintext.length > MAX_BYTES) {
            throw new IllegalArgumentException("a push has at most " + MAX_BYTES + " bytes, not " + plaintext.length);
        }
        byte[] senderKey = P256.encoded((ECPublicKey) sender.getPublic());
        byte[] secret = P256.sharedSecret(sender.getPrivate(), browser);
        byte[] info = concatenated(bytes("WebPush: info\0"), P256.encoded(browser), senderKey);
        byte[] extracted = hmac(salt, expanded(hmac(auth, secret), info));
        byte[] key = Arrays.copyOf(expanded(extracted, bytes("Content-Encoding: aes128gcm\0")), KEY_BYTES);
        byte[] nonce = Arrays.copyOf(expanded(extracted, bytes("Content-Encoding: nonce\0")), NONCE_BYTES);
        byte[] sealed = sealed(concatenated(plaintext, new byte[] {LAST_RECORD}), key, nonce);
        return ByteBuffer.allocate(SALT_BYTES + Integer.BYTES + 1 + senderKey.length + sealed.length)
                .put(salt)
                .putInt(RECORD_SIZE)
                .put((byte) senderKey.length)
                .put(senderKey)
                .put(sealed)
                .array();
    }

    private static byte[] sealed(byte[] content, byte[] key, byte[] nonce) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
            return cipher.doFinal(content);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The first block of HKDF-Expand (RFC 5869). */
    private static byte[] expanded(byte[] key, byte[] info) {
        return hmac(key, concatenated(info, new byte[] {1}));
    }

    private static byte[] hmac(byte[] key, byte[] data) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac.doFinal(data);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] concatenated(byte[]... parts) {
        ByteBuffer all = ByteBuffer.allocate(
                Arrays.stream(parts).mapToInt(part -> part.length).sum());
        Arrays.stream(parts).forEach(all::put);
        return all.array();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
