package dev.parley.gateway.auth;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.parley.core.error.ErrorCode;
import dev.parley.core.error.Rejection;
import dev.parley.core.id.UserId;
import dev.parley.core.user.Role;
import dev.parley.gateway.wire.EnumNames;
import dev.parley.gateway.wire.RoomNames;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;

/** What the claims of a token whose signature holds must say. Pure; refuses with a {@code token_} code. */
final class TokenClaims {
    /** How far the issuer's clock may be ahead of ours. */
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(30);

    private TokenClaims() {}

    /** Deliberate: no skew on the end, so that a token is refused from the moment its sockets would be closed. */
    static Identity identity(JWTClaimsSet claims, TokenSettings settings, Instant now) {
        Optional<Instant> expiresAt = instant(claims.getExpirationTime());
        check(
                instant(claims.getNotBeforeTime())
                        .filter(now.plus(CLOCK_SKEW)::isBefore)
                        .isEmpty(),
                "not valid yet");
        check(
                settings.issuer()
                        .filter(wanted -> !wanted.equals(claims.getIssuer()))
                        .isEmpty(),
                "of another issuer");
        check(
                settings.audience()
                        .filter(wanted -> !claims.getAudience().contains(wanted))
                        .isEmpty(),
                "for another audience");
        if (expiresAt.filter(end -> !now.isBefore(end)).isPresent()) {
            throw new Rejection(ErrorCode.TOKEN_EXPIRED, "the token has expired");
        }
        return new Identity(userId(claims), role(claims), expiresAt);
    }

    private static UserId userId(JWTClaimsSet claims) {
        try {
            return RoomNames.userId(claims.getSubject());
        } catch (Rejection impossible) {
            throw invalid("without a sub that can be a user");
        }
    }

    private static Optional<Role> role(JWTClaimsSet claims) {
        String word;
        try {
            word = claims.getStringClaim("role");
        } catch (ParseException notAString) {
            throw invalid("with a role that is no string");
        }
        Optional<Role> role = Optional.ofNullable(word).flatMap(name -> EnumNames.find(Role.class, name));
        check(word == null || role.isPresent(), "with an unknown role");
        return role;
    }

    private static Optional<Instant> instant(Date date) {
        return Optional.ofNullable(date).map(Date::toInstant);
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw invalid(otherwise);
        }
    }

    static Rejection invalid(String why) {
        return new Rejection(ErrorCode.TOKEN_INVALID, "the token is " + why);
    }
}
