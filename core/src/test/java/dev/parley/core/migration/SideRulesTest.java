package dev.parley.core.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.user.Role;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SideRulesTest {
    private static final Map<String, Role> WORDS =
            Map.of("buyer", Role.CLIENT, "seller", Role.PROVIDER, "bot", Role.SERVICE);

    @Test
    void oneRoleThatIsKnownSuffices() {
        SideRules rules = new SideRules(WORDS, Optional.empty());
        assertThat(sideOfFirst(rules, "buyer", "stranger")).contains(Role.CLIENT);
        assertThat(sideOfFirst(rules, "stranger", "buyer")).contains(Role.PROVIDER);
        assertThat(sideOfFirst(rules, "stranger", "stranger")).isEmpty();
        assertThat(sideOfFirst(rules, "bot", "stranger")).isEmpty();
    }

    @Test
    void twoOfOneSideAreLeftUnlessTheirOrderTells() {
        assertThat(sideOfFirst(new SideRules(WORDS, Optional.empty()), "buyer", "buyer"))
                .isEmpty();
        assertThat(sideOfFirst(new SideRules(WORDS, Optional.of(Role.PROVIDER)), "buyer", "buyer"))
                .contains(Role.PROVIDER);
    }

    private static Optional<Role> sideOfFirst(SideRules rules, String first, String second) {
        return rules.sideOfFirst(List.of(Optional.of(first), Optional.of(second)));
    }
}
