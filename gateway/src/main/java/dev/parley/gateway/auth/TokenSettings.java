package dev.parley.gateway.auth;

import java.net.URI;
import java.util.Optional;

/**
 * The accepted tokens: those signed with the secret (HS256) or with a key of the JWKS (RS256, ES256, EdDSA).
 *
 * @param secret at least 32 bytes
 * @param issuer that every token must have, if present; likewise {@code audience}
 * @param claims that name the user and their role
 */
public record TokenSettings(
        Optional<String> secret,
        Optional<URI> jwksUrl,
        Optional<String> issuer,
        Optional<String> audience,
        ClaimNames claims) {

    /** With the standard claims. */
    public TokenSettings(
            Optional<String> secret, Optional<URI> jwksUrl, Optional<String> issuer, Optional<String> audience) {
        this(secret, jwksUrl, issuer, audience, ClaimNames.STANDARD);
    }

    @Override
    public String toString() {
        return "TokenSettings[jwksUrl=" + jwksUrl + ", issuer=" + issuer + ", audience=" + audience + "]";
    }
}
