package dev.parley.gateway.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.OptionSpec;

class OperationsHandbookTest {
    private static final Pattern VARIABLE = Pattern.compile("PARLEY_[A-Z0-9_]*[A-Z0-9]");
    /** Variables of the load balancer and of the tests, which are no options of the gateway. */
    private static final List<String> OF_OTHERS =
            List.of("PARLEY_BIND", "PARLEY_NODE_1", "PARLEY_NODE_2", "PARLEY_TEST_");

    @Test
    void theSettingsAreThoseOfTheCode() {
        String table =
                Settings.options().stream().map(OperationsHandbookTest::row).collect(Collectors.joining("\n"));

        assertThat(Repository.read("docs/OPERATIONS.md")).contains("|---|---|---|\n" + table + "\n\n");
    }

    private static String row(OptionSpec option) {
        String value = option.paramLabel().isEmpty() || option.typeInfo().isBoolean() ? "" : " " + option.paramLabel();
        return "| `%s%s` | `%s` | %s |"
                .formatted(
                        Settings.name(option),
                        escaped(value),
                        Settings.variable(option),
                        escaped(String.join("", option.description())));
    }

    private static String escaped(String text) {
        return text.replace("|", "\\|");
    }

    @Test
    void noFileOfTheDeploymentNamesASettingThatIsNone() {
        for (String file : List.of(
                "docs/OPERATIONS.md", "docker-compose.yml", "deploy/stand-ins/docker-compose.yml", "Dockerfile")) {
            assertThat(variablesIn(Repository.read(file))).as(file).isSubsetOf(Settings.variables());
        }
    }

    private static Set<String> variablesIn(String text) {
        Set<String> names = new TreeSet<>();
        Matcher variable = VARIABLE.matcher(text);
        while (variable.find()) {
            names.add(variable.group());
        }
        names.removeIf(name -> OF_OTHERS.stream().anyMatch(name::startsWith));
        return names;
    }
}
