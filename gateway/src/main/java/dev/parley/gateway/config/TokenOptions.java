package dev.parley.gateway.config;

import dev.parley.core.user.Role;
import dev.parley.gateway.auth.ClaimNames;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The options that say where tokens name the user and their role. Throws {@link InvalidConfigException}. */
final class TokenOptions {
    private TokenOptions() {}

    static ClaimNames claims(GatewayOptions options) {
        check("--jwt-user-claim", options.jwtUserClaim);
        check("--jwt-role-claim", options.jwtRoleClaim);
        return new ClaimNames(
                options.jwtUserClaim,
                options.jwtRoleClaim,
                options.jwtRoles.isEmpty() ? ClaimNames.STANDARD.roles() : roles(options.jwtRoles));
    }

    private static Map<String, Role> roles(List<String> entries) {
        Map<String, Role> roles = new LinkedHashMap<>();
        for (String entry : entries) {
            String[] pair = entry.split("=", 2);
            if (pair.length != 2 || pair[0].isBlank()) {
                throw new InvalidConfigException("--jwt-roles must be such as user=client,admin=service");
            }
            Role role = Optional.ofNullable(ClaimNames.STANDARD.roles().get(pair[1]))
                    .orElseThrow(() -> new InvalidConfigException(
                            "--jwt-roles: " + pair[1] + " is none of client, provider, service"));
            if (roles.put(pair[0], role) != null) {
                throw new InvalidConfigException("--jwt-roles names " + pair[0] + " twice");
            }
        }
        return roles;
    }

    private static void check(String option, String name) {
        if (name.isBlank()) {
            throw new InvalidConfigException(option + " must not be empty");
        }
    }
}
