package dev.parley.gateway.auth;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.parley.core.error.ErrorCode;
import dev.parley.core.error.Rejection;
import dev.parley.core.id.UserId;
import dev.parley.core.user.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
        ClaimNames names = settings.claims();
        return new Identity(userId(claims, names.user()), role(claims, names), expiresAt);
    }

    static Rejection invalid(String why) {
        return new Rejection(ErrorCode.TOKEN_INVALID, "the token " + why);
    }

    private static UserId userId(JWTClaimsSet claims, String name) {
        String user = text(value(claims, name)).orElseThrow(() -> invalid("has no " + name + " that is a user id"));
        check(!MISSING_VALUES.contains(user), "has a " + name + " that names no user: " + user);
        try {
            return new UserId(user);
        } catch (Rejection notAnId) {
            throw invalid("has no " + name + " that is a user id");
        }
    }

    /** A list of roles counts as the first of them that is known. */
    private static Optional<Role> role(JWTClaimsSet claims, ClaimNames names) {
        Object value = value(claims, names.role());
        if (value == null) {
            return Optional.empty();
        }
        List<?> words = value instanceof List<?> list ? list : List.of(value);
        Optional<Role> role = words.stream()
                .map(word -> word instanceof String text ? names.roles().get(text) : null)
                .filter(Objects::nonNull)
                .findFirst();
        check(role.isPresent(), "has an unknown " + names.role());
        return role;
    }

    /** The claim of this name, or else what a path such as {@code user.id} leads to; null where there is none. */
    private static Object value(JWTClaimsSet claims, String name) {
        Object value = claims.getClaim(name);
        if (value != null || name.indexOf('.') < 0) {
            return value;
        }
        value = claims.getClaims();
        for (String step : name.split("\\.")) {
            value = value instanceof Map<?, ?> map ? map.get(step) : null;
        }
        return value;
    }

    /** A number of a database that counts its users is an id as well. */
    private static Optional<String> text(Object value) {
        boolean isWhole = value instanceof Integer || value instanceof Long;
        return value instanceof String || isWhole ? Optional.of(value.toString()) : Optional.empty();
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
