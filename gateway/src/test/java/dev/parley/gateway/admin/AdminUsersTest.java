package dev.parley.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import at.favre.lib.crypto.bcrypt.BCrypt;
import dev.parley.core.yaml.YamlFileException;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdminUsersTest {
    private static final String ADA = "ada:" + hash("correct horse");

    @Test
    void onlyTheRightPasswordOfAKnownUserIsValid() {
        AdminUsers users = AdminUsers.parse("# admins\n\n" + ADA + "\n");
        assertThat(users.isValid("ada", "correct horse")).isTrue();
        assertThat(users.isValid("ada", "correct horse ")).isFalse();
        assertThat(users.isValid("ada", "")).isFalse();
        assertThat(users.isValid("eve", "correct horse")).isFalse();
    }

    @Test
    void aPasswordLongerThanBcryptTakesIsNotCutOff() {
        String longest = "x".repeat(72);
        AdminUsers users = AdminUsers.parse("ada:" + hash(longest));
        assertThat(users.isValid("ada", longest)).isTrue();
        assertThat(users.isValid("ada", longest + "y")).isFalse();
    }

    @Test
    void aFileThatIsNotValidIsRefusedWithItsLineAndWithoutRepeatingIt() {
        for (String line :
                List.of("ada:secret", "ada", "ada:$2y$04$" + "a".repeat(53), "ada:$2y$20$" + "a".repeat(53))) {
            assertThatThrownBy(() -> AdminUsers.parse(ADA + "\n" + line))
                    .isInstanceOf(YamlFileException.class)
                    .hasMessageStartingWith("line 2: ")
                    .message()
                    .doesNotContain("secret");
        }
        assertThatThrownBy(() -> AdminUsers.parse("# nobody")).isInstanceOf(YamlFileException.class);
    }

    @Test
    void theFingerprintChangesWithAPassword() {
        byte[] before = AdminUsers.parse(ADA).fingerprint();
        assertThat(AdminUsers.parse("# the same\n" + ADA).fingerprint()).isEqualTo(before);
        assertThat(AdminUsers.parse("ada:" + hash("correct horse")).fingerprint())
                .isNotEqualTo(before);
    }

    private static String hash(String password) {
        return BCrypt.with(BCrypt.Version.VERSION_2Y).hashToString(8, password.toCharArray());
    }
}
