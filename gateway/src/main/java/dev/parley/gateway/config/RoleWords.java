package dev.parley.gateway.config;

import dev.parley.core.user.Role;
import dev.parley.gateway.auth.ClaimNames;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An application's words for roles, from an option such as {@code user=client,admin=service}. */
public final class RoleWords {
    private RoleWords() {}

    /** Throws {@link InvalidConfigException} that names {@code option}. */
    public static Map<String, Role> parse(String option, List<String> entries) {
        Map<String, Role> roles = new LinkedHashMap<>();
        for (String entry : entries) {
            String[] pair = entry.split("=", 2);
            if (pair.length != 2 || pair[0].isBlank()) {
                throw new InvalidConfigException(option + " must be such as user=client,admin=service");
            }
            Role role = Optional.ofNullable(ClaimNames.STANDARD.roles().get(pair[1]))
                    .orElseThrow(() -> new InvalidConfigException(
                            option + ": " + pair[1] + " is none of client, provider, service"));
            if (roles.put(pair[0], role) != null) {
                throw new InvalidConfigException(option + " names " + pair[0] + " twice");
            }
        }
        return roles;
    }
}
