package dev.parley.gateway.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.parley.core.error.ErrorCode;
import dev.parley.core.rules.RuleSettings;
import dev.parley.core.rules.RulesFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** docs/RULES.md has every rule with its keys, defaults and codes. */
class RulesPageTest {
    private static final Pattern DEFAULTS = Pattern.compile("<!-- defaults -->\n```yaml\n(.*?)```", Pattern.DOTALL);
    private static final Pattern HEADING = Pattern.compile("(?m)^## `([a-z-]+)`$");
    private static final Pattern CODES = Pattern.compile("Codes?: ([^.|]*)\\.");
    private static final Pattern CODE = Pattern.compile("`([a-z_]+)`");

    private static String page;
    private static String defaults;

    @BeforeAll
    static void read() throws IOException {
        page = Files.readString(Path.of("../docs/RULES.md"));
        Matcher block = DEFAULTS.matcher(page);
        assertThat(block.find()).isTrue();
        defaults = block.group(1);
    }

    static List<String> rules() {
        return RuleSettings.names();
    }

    @Test
    void theDefaultsAreThoseOfTheCode() {
        assertThat(RulesFile.parse(defaults)).isEqualTo(RuleSettings.builtIn());
    }

    @Test
    void everyRuleHasASectionInTheOrderOfEvaluation() {
        assertThat(HEADING.matcher(page).results().map(found -> found.group(1))).containsExactlyElementsOf(rules());
    }

    @ParameterizedTest
    @MethodSource("rules")
    void everyKeyOfARuleIsInTheDefaultsAndInItsSection(String rule) {
        Map<String, Map<String, Object>> written = new Yaml().load(defaults);

        assertThat(written.get(rule).keySet()).isEqualTo(keysOf(rule));
        keysOf(rule).forEach(key -> assertThat(section(rule)).contains("`" + key + "`"));
    }

    /** The parser lists the known keys when it refuses an unknown one. */
    private static Set<String> keysOf(String rule) {
        Throwable refusal = catchThrowable(() -> RulesFile.parse(rule + ": { nonsense: 1 }"));
        return new TreeSet<>(
                Arrays.asList(refusal.getMessage().split("known are ", 2)[1].split(", ")));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void everyRuleNamesItsCodes(String rule) {
        Matcher codes = CODES.matcher(section(rule));
        assertThat(codes.find()).isTrue();
        List<String> named = CODE.matcher(codes.group(1))
                .results()
                .map(found -> found.group(1))
                .toList();

        assertThat(named)
                .isNotEmpty()
                .isSubsetOf(Stream.of(ErrorCode.values()).map(ErrorCode::word).toList());
    }

    private static String section(String rule) {
        return page.split("\n## `" + rule + "`\n", 2)[1].split("\n## ", 2)[0];
    }
}
