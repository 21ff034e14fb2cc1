package dev.parley.gateway.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The threat model of SECURITY.md names a test for each threat, and each of these tests exists. */
class SecurityPageTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final List<String> MODULES = List.of("core", "presence", "embedded", "gateway");
    private static final Pattern NAMED = Pattern.compile("`(\\w+(?:Test|IT))\\.(\\w+)`");

    @Test
    void everyThreatNamesATest() throws IOException {
        String page = Files.readString(ROOT.resolve("SECURITY.md"));
        List<String> threats = page.split("## Threats\n", 2)[1]
                .split("\n## ", 2)[0]
                .lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| threat "))
                .toList();

        assertThat(threats).isNotEmpty().allMatch(threat -> NAMED.matcher(threat)
                .find());
    }

    @Test
    void everyNamedTestExists() throws IOException {
        Matcher named = NAMED.matcher(Files.readString(ROOT.resolve("SECURITY.md")));
        while (named.find()) {
            Optional<Path> source = sourceOf(named.group(1));
            assertThat(source).as(named.group(1)).isPresent();
            assertThat(Files.readString(source.orElseThrow()))
                    .as(named.group())
                    .contains("void " + named.group(2) + "(");
        }
    }

    private static Optional<Path> sourceOf(String test) throws IOException {
        for (String module : MODULES) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
                Optional<Path> found = files.filter(
                                file -> file.getFileName().toString().equals(test + ".java"))
                        .findFirst();
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }
}
