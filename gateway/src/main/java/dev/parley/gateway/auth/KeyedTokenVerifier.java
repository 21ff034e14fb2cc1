package dev.parley.gateway.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import dev.parley.core.error.StorageException;
import dev.parley.core.logging.OncePerMinute;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies signatures with the keys of a JWKS. Tokens with a known key id and tokens with an unknown one wait in queues of their
 * own: a fetch that an unknown key id causes delays no token whose key is known.
 */
final class KeyedTokenVerifier {
    private static final Logger LOG = LoggerFactory.getLogger(KeyedTokenVerifier.class);

    private final TokenKeys keys;
    private final TokenCheckQueue checks;
    private final TokenCheckQueue fetches;
    private final OncePerMinute unknownKeys;

    KeyedTokenVerifier(TokenKeys keys, TokenCheckQueue checks, TokenCheckQueue fetches, OncePerMinute unknownKeys) {
        this.keys = keys;
        this.checks = checks;
        this.fetches = fetches;
        this.unknownKeys = unknownKeys;
    }

    /**
     * Completes with whether a key of the JWKS has signed the token; one that the JWKS does not have has not. Fails with
     * {@code StorageException} when no key is known and none can be fetched.
     */
    CompletionStage<Boolean> verify(SignedJWT token, Object source) {
        if (!TokenKeys.supports(token.getHeader().getAlgorithm())) {
            return CompletableFuture.completedFuture(false);
        }
        return checks.submit(source, () -> withKnownKeys(token))
                .thenCompose(verdict -> verdict.isPresent()
                        ? CompletableFuture.completedFuture(verdict.get())
                        : fetches.submit(source, () -> withFetchedKeys(token)));
    }

    /** Empty when none of the known keys fits. */
    private Optional<Boolean> withKnownKeys(SignedJWT token) {
        try {
            JWKSet known = keys.known();
            return TokenKeys.hasKeyFor(token, known) ? Optional.of(hasSigned(token, known)) : Optional.empty();
        } catch (KeySourceException unavailable) {
            throw new StorageException("the JWKS cannot be fetched", unavailable);
        }
    }

    private boolean withFetchedKeys(SignedJWT token) {
        try {
            JWKSet newer = keys.newerThan(keys.known());
            if (TokenKeys.hasKeyFor(token, newer)) {
                return hasSigned(token, newer);
            }
        } catch (KeySourceException notNow) {
            LOG.debug("the JWKS was not fetched again: {}", notNow.toString());
        }
        unknownKeys.run(count -> LOG.warn(
                "{} tokens were refused because the JWKS does not have their key. A key that was rotated in is used"
                        + " at most 30 s after the JWKS serves it.",
                count));
        return false;
    }

    private static boolean hasSigned(SignedJWT token, JWKSet keys) {
        try {
            return TokenKeys.hasSigned(token, keys);
        } catch (JOSEException malformed) {
            return false;
        }
    }
}
