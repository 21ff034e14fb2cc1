package dev.parley.gateway.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.Ed25519Verifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.SignedJWT;
import java.util.Set;

/** Checks signatures with the public keys of a JWKS. Blocks while keys are fetched: never on an event loop. */
final class TokenKeys {
    private static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256, JWSAlgorithm.EdDSA, JWSAlgorithm.Ed25519);

    private final JWKSource<SecurityContext> source;

    TokenKeys(JWKSource<SecurityContext> source) {
        this.source = source;
    }

    /** A key serves only the algorithms of its own type, so no token chooses how a key is used. */
    boolean hasSigned(SignedJWT token) throws JOSEException {
        if (!ALGORITHMS.contains(token.getHeader().getAlgorithm())) {
            return false;
        }
        for (JWK key : source.get(new JWKSelector(JWKMatcher.forJWSHeader(token.getHeader())), null)) {
            if (token.verify(verifier(key))) {
                return true;
            }
        }
        return false;
    }

    private static JWSVerifier verifier(JWK key) throws JOSEException {
        return switch (key.getKeyType().getValue()) {
            case "RSA" -> new RSASSAVerifier(key.toRSAKey().toPublicJWK());
            case "EC" -> new ECDSAVerifier(key.toECKey().toPublicJWK());
            case "OKP" -> new Ed25519Verifier(key.toOctetKeyPair().toPublicJWK());
            default -> throw new JOSEException("no use for a key of type " + key.getKeyType());
        };
    }
}
