package dev.parley.gateway.config;

import dev.parley.gateway.auth.ClaimNames;

/** The options that say where tokens name the user and their role. Throws {@link InvalidConfigException}. */
final class TokenOptions {
    private TokenOptions() {}

    static ClaimNames claims(GatewayOptions options) {
        check("--jwt-user-claim", options.jwtUserClaim);
        check("--jwt-role-claim", options.jwtRoleClaim);
        return new ClaimNames(
                options.jwtUserClaim,
                options.jwtRoleClaim,
                options.jwtRoles.isEmpty()
                        ? ClaimNames.STANDARD.roles()
                        : RoleWords.parse("--jwt-roles", options.jwtRoles));
    }

    private static void check(String option, String name) {
        if (name.isBlank()) {
            throw new InvalidConfigException(option + " must not be empty");
        }
    }
}
