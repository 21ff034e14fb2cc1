package dev.parley.gateway.webpush;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;

/** The key pair by which push services recognise the sender of their subscriptions (VAPID, RFC 8292). */
public final class VapidKeys {
    /** RFC 8292 allows a day. */
    private static final Duration VALID_FOR = Duration.ofHours(12);

    private final ECPublicKey publicKey;
    private final ECPrivateKey privateKey;

    private VapidKeys(ECPublicKey publicKey, ECPrivateKey privateKey) {
        this.publicKey = publicKey;
        this.privateKey = privateKey;
    }

    public static VapidKeys generate(SecureRandom random) {
        KeyPair pair = P256.generate(random);
        return new VapidKeys((ECPublicKey) pair.getPublic(), (ECPrivateKey) pair.getPrivate());
    }

    /** Throws {@link IllegalArgumentException} for what are no keys, or not of one pair. It does not show the private key. */
    static VapidKeys parse(String publicKey, String privateKey) {
        VapidKeys keys = new VapidKeys(
                P256.publicKey(decoded("public-key", publicKey)), P256.privateKey(decoded("private-key", privateKey)));
        if (!keys.areOfOnePair()) {
            throw new IllegalArgumentException("private-key does not belong to public-key");
        }
        return keys;
    }

    /** In Base64url, as {@code PushManager.subscribe} takes it. */
    public String publicText() {
        return encoded(P256.encoded(publicKey));
    }

    /** In Base64url. For the file of its owner. */
    public String privateText() {
        return encoded(P256.encoded(privateKey));
    }

    /** The header {@code Authorization} of a request. @param origin of the push service */
    String authorization(String origin, String subject, Instant now) {
        SignedJWT token = new SignedJWT(
                new JWSHeader(JWSAlgorithm.ES256),
                new JWTClaimsSet.Builder()
                        .audience(origin)
                        .expirationTime(Date.from(now.plus(VALID_FOR)))
                        .subject(subject)
                        .build());
        try {
            token.sign(new ECDSASigner(privateKey));
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
        return "vapid t=" + token.serialize() + ", k=" + publicText();
    }

    private boolean areOfOnePair() {
        try {
            JWSObject signed = new JWSObject(new JWSHeader(JWSAlgorithm.ES256), new Payload("one pair"));
            signed.sign(new ECDSASigner(privateKey));
            return signed.verify(new ECDSAVerifier(publicKey));
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] decoded(String field, String text) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException noBase64) {
            throw new IllegalArgumentException(field + " must be Base64url", noBase64);
        }
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
