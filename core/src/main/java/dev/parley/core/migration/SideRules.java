package dev.parley.core.migration;

import dev.parley.core.user.Role;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides which of two participants is the client.
 *
 * @param roles of the users, by the application's words
 * @param first the side of the participant that the chat names first, where the roles do not tell; empty to leave such a chat alone
 */
public record SideRules(Map<String, Role> roles, Optional<Role> first) {

    public SideRules {
        roles = Map.copyOf(roles);
    }

    /** @param words the roles of the two in the order of the chat; empty for none */
    Optional<Role> sideOfFirst(List<Optional<String>> words) {
        Optional<Role> one = side(words.get(0));
        Optional<Role> other = side(words.get(1)).map(SideRules::opposite);
        if (one.isPresent() && other.isPresent() && !one.equals(other)) {
            return first;
        }
        return one.or(() -> other).or(() -> first);
    }

    private Optional<Role> side(Optional<String> word) {
        return word.map(roles::get).filter(role -> role != Role.SERVICE);
    }

    private static Role opposite(Role side) {
        return side == Role.CLIENT ? Role.PROVIDER : Role.CLIENT;
    }
}
