package dev.parley.gateway.auth;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.parley.core.error.ErrorCode;
import dev.parley.core.error.Rejection;
import dev.parley.core.id.UserId;
import dev.parley.core.user.Role;
import dev.parley.gateway.wire.EnumNames;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.Set;

/** The rules for the claims of a token whose signature is valid. Pure; refuses with a {@code token_} code. */
final class TokenClaims {
    /** How far the issuer's clock may be ahead of ours. */
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(30);
    /** Texts that JavaScript prints for a missing value: a bug of the issuer, not the id of a user. */
    private static final Set<String> MISSING_VALUES = Set.of("null", "undefined", "NaN");

    private TokenClaims() {}

    /**
     * The identity that the claims state. A token without {@code exp} does not expire. Deliberate: no skew on {@code exp}, so
     * that a token is refused from the moment at which its sockets are closed.
     */
    static Identity identity(JWTClaimsSet claims, TokenSettings settings, Instant now) {
        Optional<Instant> expiresAt = instant(claims.getExpirationTime());
        check(hasBegun(claims.getNotBeforeTime(), now), "is not valid yet (nbf)");
        check(hasBegun(claims.getIssueTime(), now), "was issued in the future (iat)");
        check(
                settings.issuer()
                        .filter(required -> !required.equals(claims.getIssuer()))
                        .isEmpty(),
                "has another issuer (iss)");
        check(
                settings.audience()
                        .filter(required -> !claims.getAudience().contains(required))
                        .isEmpty(),
                "is for another audience (aud)");
        if (expiresAt.filter(end -> !now.isBefore(end)).isPresent()) {
            throw new Rejection(ErrorCode.TOKEN_EXPIRED, "the token has expired");
        }
        return new Identity(userId(claims), role(claims), expiresAt);
    }

    static Rejection invalid(String why) {
        return new Rejection(ErrorCode.TOKEN_INVALID, "the token " + why);
    }

    private static UserId userId(JWTClaimsSet claims) {
        String subject = claims.getSubject();
        check(subject == null || !MISSING_VALUES.contains(subject), "has a sub that names no user: " + subject);
        try {
            return new UserId(subject);
        } catch (Rejection notAnId) {
            throw invalid("has no sub that is a user id");
        }
    }

    private static Optional<Role> role(JWTClaimsSet claims) {
        String word;
        try {
            word = claims.getStringClaim("role");
        } catch (ParseException notAString) {
            throw invalid("has a role that is not a string");
        }
        Optional<Role> role = Optional.ofNullable(word).flatMap(name -> EnumNames.find(Role.class, name));
        check(word == null || role.isPresent(), "has an unknown role");
        return role;
    }

    private static boolean hasBegun(Date begin, Instant now) {
        return instant(begin).filter(now.plus(CLOCK_SKEW)::isBefore).isEmpty();
    }

    private static Optional<Instant> instant(Date date) {
        return Optional.ofNullable(date).map(Date::toInstant);
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw invalid(otherwise);
        }
    }
}
