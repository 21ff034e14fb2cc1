package dev.parley.gateway.webpush;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import javax.crypto.KeyAgreement;

/** Keys of the curve P-256 in the encoding of Web Push: a public key is an uncompressed point, a private key a number of 32 bytes. */
final class P256 {
    static final int PUBLIC_BYTES = 65;
    static final int PRIVATE_BYTES = 32;
    private static final byte UNCOMPRESSED = 4;
    private static final ECGenParameterSpec NAME = new ECGenParameterSpec("secp256r1");
    private static final ECParameterSpec CURVE = curve();

    private P256() {}

    static KeyPair generate(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(NAME, random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Throws {@link IllegalArgumentException} for what is no point of the curve. */
    static ECPublicKey publicKey(byte[] point) {
        if (point.length != PUBLIC_BYTES || point[0] != UNCOMPRESSED) {
            throw new IllegalArgumentException("a public key has 65 bytes, the first of which is 4");
        }
        BigInteger x = new BigInteger(1, Arrays.copyOfRange(point, 1, 1 + PRIVATE_BYTES));
        BigInteger y = new BigInteger(1, Arrays.copyOfRange(point, 1 + PRIVATE_BYTES, PUBLIC_BYTES));
        if (!isOnCurve(x, y)) {
            throw new IllegalArgumentException("a public key must be a point of the curve P-256");
        }
        try {
            return (ECPublicKey)
                    KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(new ECPoint(x, y), CURVE));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Throws {@link IllegalArgumentException}, which does not show the bytes. */
    static ECPrivateKey privateKey(byte[] number) {
        BigInteger s = new BigInteger(1, number);
        if (number.length != PRIVATE_BYTES || s.signum() == 0 || s.compareTo(CURVE.getOrder()) >= 0) {
            throw new IllegalArgumentException("a private key is a number of 32 bytes within the order of the curve");
        }
        try {
            return (ECPrivateKey) KeyFactory.getInstance("EC").generatePrivate(new ECPrivateKeySpec(s, CURVE));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static byte[] encoded(ECPublicKey key) {
        byte[] point = new byte[PUBLIC_BYTES];
        point[0] = UNCOMPRESSED;
        write(key.getW().getAffineX(), point, 1);
        write(key.getW().getAffineY(), point, 1 + PRIVATE_BYTES);
        return point;
    }

    static byte[] encoded(ECPrivateKey key) {
        byte[] number = new byte[PRIVATE_BYTES];
        write(key.getS(), number, 0);
        return number;
    }

    /** The secret that the owners of two key pairs share (ECDH). */
    static byte[] sharedSecret(PrivateKey ours, ECPublicKey theirs) {
        try {
            KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
            agreement.init(ours);
            agreement.doPhase(theirs, true);
            return agreement.generateSecret();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Deliberate: checked here, since a point of another curve would reveal the private key bit by bit. */
    private static boolean isOnCurve(BigInteger x, BigInteger y) {
        BigInteger p = ((ECFieldFp) CURVE.getCurve().getField()).getP();
        BigInteger right = x.pow(3)
                .add(CURVE.getCurve().getA().multiply(x))
                .add(CURVE.getCurve().getB())
                .mod(p);
        return x.compareTo(p) < 0 && y.compareTo(p) < 0 && y.multiply(y).mod(p).equals(right);
    }

    private static void write(BigInteger number, byte[] to, int at) {
        byte[] bytes = number.toByteArray();
        int from = Math.max(0, bytes.length - PRIVATE_BYTES);
        int length = bytes.length - from;
        System.arraycopy(bytes, from, to, at + PRIVATE_BYTES - length, length);
    }

    private static ECParameterSpec curve() {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(NAME);
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
