package dev.parley.gateway.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.SignedJWT;
import dev.parley.core.error.ErrorCode;
import dev.parley.core.error.Rejection;
import dev.parley.core.logging.OncePerMinute;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Finds the identity that a token (JWT) proves. A secret accepts HS256 only and a JWKS accepts public-key algorithms only, so
 * neither {@code none} nor a public key used as a secret is accepted.
 */
public final class TokenAuthenticator {
    private static final int MAX_LENGTH = 8192;

    private final TokenSettings settings;
    private final Optional<MACVerifier> secret;
    private final Optional<TokenKeys> keys;
    private final Optional<KeyedTokenVerifier> keyed;
    private final Clock clock;

    /**
     * @param checks bounded; where signatures are checked with known keys
     * @param fetches bounded; where unknown keys are fetched, which blocks
     */
    public TokenAuthenticator(TokenSettings settings, Executor checks, Executor fetches, Clock clock) {
        this.settings = settings;
        this.secret = settings.secret().map(TokenAuthenticator::macVerifier);
        this.keys = settings.jwksUrl().map(url -> new TokenKeys(url, clock));
        this.keyed = keys.map(source -> new KeyedTokenVerifier(
                source,
                new TokenCheckQueue(checks),
                new TokenCheckQueue(fetches),
                new OncePerMinute(System::nanoTime)));
        this.clock = clock;
    }

    /**
     * Fails with {@code token_missing}, {@code token_invalid} or {@code token_expired}, or with a {@code StorageException} when
     * the keys cannot be fetched or too many tokens wait. Any thread; completes on any thread.
     *
     * @param credentials the token, alone or after {@code Bearer}; an empty one is missing
     * @param source equal for all tokens that one client can send, such as its address
     */
    public CompletionStage<Identity> authenticate(Optional<String> credentials, Object source) {
        Optional<String> given = credentials.map(BearerToken::in).filter(text -> !text.isEmpty());
        if (given.isEmpty()) {
            return CompletableFuture.failedFuture(new Rejection(ErrorCode.TOKEN_MISSING, "a token is required"));
        }
        try {
            SignedJWT token = parse(given.get());
            return isSigned(token, source).thenApply(isSigned -> identity(token, isSigned));
        } catch (Rejection rejection) {
            return CompletableFuture.failedFuture(rejection);
        }
    }

    /** Ends the refreshing of the keys. */
    public void close() {
        keys.ifPresent(TokenKeys::close);
    }

    private CompletionStage<Boolean> isSigned(SignedJWT token, Object source) {
        boolean isHs256 = JWSAlgorithm.HS256.equals(token.getHeader().getAlgorithm());
        return isHs256 || keyed.isEmpty()
                ? CompletableFuture.completedFuture(isHs256 && hasSecretSigned(token))
                : keyed.get().verify(token, source);
    }

    private boolean hasSecretSigned(SignedJWT token) {
        try {
            return secret.isPresent() && token.verify(secret.get());
        } catch (JOSEException malformed) {
            return false;
        }
    }

    private Identity identity(SignedJWT token, boolean isSigned) {
        if (!isSigned) {
            throw TokenClaims.invalid("is not signed with an accepted key and algorithm");
        }
        try {
            return TokenClaims.identity(token.getJWTClaimsSet(), settings, clock.instant());
        } catch (ParseException malformed) {
            throw TokenClaims.invalid("has malformed claims");
        }
    }

    private static SignedJWT parse(String token) {
        if (token.length() > MAX_LENGTH) {
            throw TokenClaims.invalid("is longer than " + MAX_LENGTH + " characters");
        }
        try {
            return SignedJWT.parse(token);
        } catch (ParseException malformed) {
            throw TokenClaims.invalid("is not a signed JWT");
        }
    }

    private static MACVerifier macVerifier(String secret) {
        try {
            return new MACVerifier(secret.getBytes(StandardCharsets.UTF_8));
        } catch (JOSEException tooShort) {
            throw new IllegalArgumentException("the JWT secret must have 32 bytes or more", tooShort);
        }
    }
}
