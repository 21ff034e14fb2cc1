package dev.parley.gateway.auth;

import dev.parley.core.user.Role;
import java.util.Map;

/**
 * Where a token names its user and their role.
 *
 * @param user a claim, or a path into one such as {@code user.id}; likewise {@code role}
 * @param roles by the words of the role claim; any other word is refused
 */
public record ClaimNames(String user, String role, Map<String, Role> roles) {
    /** {@code sub} and {@code role}, with Parley's own words. */
    public static final ClaimNames STANDARD = new ClaimNames(
            "sub", "role", Map.of("client", Role.CLIENT, "provider", Role.PROVIDER, "service", Role.SERVICE));

    public ClaimNames {
        roles = Map.copyOf(roles);
    }
}
