package dev.parley.gateway.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.Ed25519Verifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetBasedJWKSource;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.SignedJWT;
import dev.parley.core.logging.OncePerMinute;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The public keys of a JWKS. They are cached for 5 minutes and fetched again ahead of that time. While the key server does not
 * answer, the keys that are known stay valid for a day. Blocks while keys are fetched: never on an event loop.
 */
final class TokenKeys {
    private static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256, JWSAlgorithm.EdDSA, JWSAlgorithm.Ed25519);
    private static final int FETCH_TIMEOUT_MS = 3000;
    private static final int MAX_JWKS_BYTES = 512 * 1024;
    private static final Duration OUTAGE = Duration.ofDays(1);

    private static final Logger LOG = LoggerFactory.getLogger(TokenKeys.class);

    private final JWKSetSource<SecurityContext> source;
    private final Clock clock;

    TokenKeys(URI url, Clock clock) {
        this.source = source(url);
        this.clock = clock;
    }

    /** The keys that are known; fetched when there are none yet. Throws when they cannot be fetched. */
    JWKSet known() throws KeySourceException {
        return source.getJWKSet(JWKSetCacheRefreshEvaluator.noRefresh(), clock.millis(), null);
    }

    /** Keys newer than {@code stale}. Throws when they were fetched less than 30 s ago, or cannot be fetched. */
    JWKSet newerThan(JWKSet stale) throws KeySourceException {
        return source.getJWKSet(JWKSetCacheRefreshEvaluator.referenceComparison(stale), clock.millis(), null);
    }

    /** Whether a key of {@code keys} may have signed the token, by its key id and algorithm. */
    static boolean hasKeyFor(SignedJWT token, JWKSet keys) {
        return !candidates(token, keys).isEmpty();
    }

    /** A key serves only the algorithms of its own type, so no token chooses how a key is used. */
    static boolean hasSigned(SignedJWT token, JWKSet keys) throws JOSEException {
        for (JWK key : candidates(token, keys)) {
            if (token.verify(verifier(key))) {
                return true;
            }
        }
        return false;
    }

    static boolean supports(JWSAlgorithm algorithm) {
        return ALGORITHMS.contains(algorithm);
    }

    /** Ends the refreshing of the cache. */
    void close() {
        try {
            source.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static List<JWK> candidates(SignedJWT token, JWKSet keys) {
        return new JWKSelector(JWKMatcher.forJWSHeader(token.getHeader())).select(keys);
    }

    private static JWSVerifier verifier(JWK key) throws JOSEException {
        return switch (key.getKeyType().getValue()) {
            case "RSA" -> new RSASSAVerifier(key.toRSAKey().toPublicJWK());
            case "EC" -> new ECDSAVerifier(key.toECKey().toPublicJWK());
            case "OKP" -> new Ed25519Verifier(key.toOctetKeyPair().toPublicJWK());
            default -> throw new JOSEException("keys of type " + key.getKeyType() + " are not supported");
        };
    }

    private static JWKSetSource<SecurityContext> source(URI url) {
        OncePerMinute warnings = new OncePerMinute(System::nanoTime);
        try {
            var keys = JWKSourceBuilder.<SecurityContext>create(
                            url.toURL(),
                            new DefaultResourceRetriever(FETCH_TIMEOUT_MS, FETCH_TIMEOUT_MS, MAX_JWKS_BYTES))
                    .retrying(true)
                    .outageTolerant(
                            OUTAGE.toMillis(),
                            outage -> warnings.run(count -> LOG.warn(
                                    "The key server {} does not answer. The keys it served last stay valid for {} hours.",
                                    url,
                                    OUTAGE.toHours())))
                    .refreshAheadCache(JWKSourceBuilder.DEFAULT_REFRESH_AHEAD_TIME, true)
                    .build();
            return ((JWKSetBasedJWKSource<SecurityContext>) keys).getJWKSetSource();
        } catch (MalformedURLException wrong) {
            throw new IllegalArgumentException("the JWKS address is not a URL", wrong);
        }
    }
}
