package dev.parley.gateway.auth;

import java.net.URI;
import java.util.Optional;

/**
 * Whose tokens are believed: those signed with the secret (HS256), or with a key of the JWKS (RS256, ES256, EdDSA).
 *
 * @param secret at least 32 bytes
 * @param issuer required of every token when named; so is {@code audience}
 */
public record TokenSettings(
        Optional<String> secret, Optional<URI> jwksUrl, Optional<String> issuer, Optional<String> audience) {

    @Override
    public String toString() {
        return "TokenSettings[jwksUrl=" + jwksUrl + ", issuer=" + issuer + ", audience=" + audience + "]";
    }
}
