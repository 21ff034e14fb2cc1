package dev.parley.gateway.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.RemoteKeySourceException;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.SignedJWT;
import dev.parley.core.error.ErrorCode;
import dev.parley.core.error.Rejection;
import dev.parley.core.error.StorageException;
import java.net.MalformedURLException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Tells who a token (JWT) speaks for. A secret accepts HS256 only and a JWKS accepts public-key algorithms only, so that
 * neither {@code none} nor a public key used as a secret gets through.
 */
public final class TokenAuthenticator {
    private static final int MAX_LENGTH = 8192;
    private static final int FETCH_TIMEOUT_MS = 3000;
    private static final int MAX_JWKS_BYTES = 512 * 1024;

    private final TokenSettings settings;
    private final Optional<MACVerifier> secret;
    private final Optional<TokenKeys> keys;
    private final Executor offLoop;
    private final Clock clock;

    /** @param offLoop bounded; where keys may be fetched, which blocks */
    public TokenAuthenticator(TokenSettings settings, Executor offLoop, Clock clock) {
        this.settings = settings;
        this.secret = settings.secret().map(TokenAuthenticator::macVerifier);
        this.keys = settings.jwksUrl().map(url -> new TokenKeys(keySource(url)));
        this.offLoop = offLoop;
        this.clock = clock;
    }

    /**
     * Fails with {@code token_missing}, {@code token_invalid} or {@code token_expired}, or with a {@code StorageException}
     * when the keys cannot be had. Any thread; completes on any thread.
     */
    public CompletionStage<Identity> authenticate(Optional<String> token) {
        if (token.isEmpty()) {
            return CompletableFuture.failedFuture(new Rejection(ErrorCode.TOKEN_MISSING, "a token is required"));
        }
        try {
            SignedJWT signed = parse(token.get());
            return isKeyed(signed) ? laterIdentity(signed) : CompletableFuture.completedFuture(secretIdentity(signed));
        } catch (Rejection rejection) {
            return CompletableFuture.failedFuture(rejection);
        }
    }

    private boolean isKeyed(SignedJWT token) {
        return keys.isPresent() && !JWSAlgorithm.HS256.equals(token.getHeader().getAlgorithm());
    }

    private CompletionStage<Identity> laterIdentity(SignedJWT token) {
        try {
            return CompletableFuture.supplyAsync(() -> keyedIdentity(token), offLoop);
        } catch (RejectedExecutionException full) {
            return CompletableFuture.failedFuture(new StorageException("too many tokens wait to be checked", full));
        }
    }

    private Identity secretIdentity(SignedJWT token) {
        boolean isHs256 = JWSAlgorithm.HS256.equals(token.getHeader().getAlgorithm());
        try {
            if (!isHs256 || secret.isEmpty() || !token.verify(secret.get())) {
                throw TokenClaims.invalid("not signed as it must be");
            }
        } catch (JOSEException malformed) {
            throw TokenClaims.invalid("not signed as it must be");
        }
        return claimed(token);
    }

    private Identity keyedIdentity(SignedJWT token) {
        try {
            if (!keys.orElseThrow().hasSigned(token)) {
                throw TokenClaims.invalid("not signed as it must be");
            }
        } catch (RemoteKeySourceException away) {
            throw new StorageException("the JWKS cannot be fetched", away);
        } catch (KeySourceException limited) {
            throw new StorageException("the JWKS may not be fetched yet", limited);
        } catch (JOSEException malformed) {
            throw TokenClaims.invalid("not signed as it must be");
        }
        return claimed(token);
    }

    private Identity claimed(SignedJWT token) {
        try {
            return TokenClaims.identity(token.getJWTClaimsSet(), settings, clock.instant());
        } catch (ParseException malformed) {
            throw TokenClaims.invalid("malformed");
        }
    }

    private static SignedJWT parse(String token) {
        try {
            if (token.length() <= MAX_LENGTH) {
                return SignedJWT.parse(token);
            }
        } catch (ParseException malformed) {
            throw TokenClaims.invalid("malformed");
        }
        throw TokenClaims.invalid("too long");
    }

    private static MACVerifier macVerifier(String secret) {
        try {
            return new MACVerifier(secret.getBytes(StandardCharsets.UTF_8));
        } catch (JOSEException tooShort) {
            throw new IllegalArgumentException("the JWT secret must have 32 bytes or more", tooShort);
        }
    }

    /** Cached for minutes; an unknown key id fetches again at once, but not more often than the source's rate limit. */
    private static JWKSource<SecurityContext> keySource(URI url) {
        try {
            return JWKSourceBuilder.<SecurityContext>create(
                            url.toURL(),
                            new DefaultResourceRetriever(FETCH_TIMEOUT_MS, FETCH_TIMEOUT_MS, MAX_JWKS_BYTES))
                    .retrying(true)
                    .build();
        } catch (MalformedURLException wrong) {
            throw new IllegalArgumentException("the JWKS address is no URL", wrong);
        }
    }
}
