package dev.parley.gateway.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every class that the documents for developers name, and every member given as {@code Class.member}, exists in the sources. */
class DocumentedClassesTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final List<String> MODULES = List.of("core", "presence", "embedded", "client/java", "gateway");

    private static final Pattern CODE = Pattern.compile("```.*?```|`[^`\n]+`", Pattern.DOTALL);
    /** A name with a lower-case letter, such as {@code LocalRooms} or {@code Room}, and perhaps a member of it. */
    private static final Pattern NAME =
            Pattern.compile("(?<![\\w.\"-])([A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*)(?:\\.([A-Za-z_]+))?(?![\\w-])");

    private static final Set<String> OF_LIBRARIES =
            Set.of("ClientHead", "CompletionStage", "SocketIOChannelInitializer", "SocketIOServer");

    private static final Set<String> PRODUCTS =
            Set.of("Engine", "Gatling", "Lua", "MongoDB", "Netty", "Parley", "Redis", "Socket");

    @Test
    void theClassesOfTheArchitectureExist() throws IOException {
        assertExist("docs/ARCHITECTURE.md");
    }

    @Test
    void theClassesOfTheBoundsExist() throws IOException {
        assertExist("docs/BOUNDS.md");
    }

    @Test
    void theClassesOfTheDecisionsExist() throws IOException {
        try (Stream<Path> decisions = Files.list(ROOT.resolve("docs/adr"))) {
            for (Path decision : decisions.sorted().toList()) {
                assertExist(ROOT.relativize(decision).toString());
            }
        }
    }

    private static void assertExist(String document) throws IOException {
        Map<String, Path> sources = sources();
        Set<String> missing = new TreeSet<>();
        Matcher code = CODE.matcher(Files.readString(ROOT.resolve(document)));
        while (code.find()) {
            Matcher name = NAME.matcher(code.group().replace("`", " "));
            while (name.find()) {
                if (!exists(name.group(1), name.group(2), sources)) {
                    missing.add(name.group().strip());
                }
            }
        }
        assertThat(missing)
                .as("named in " + document + ", but not in the sources")
                .isEmpty();
    }

    private static boolean exists(String type, String member, Map<String, Path> sources) throws IOException {
        if (OF_LIBRARIES.contains(type) || PRODUCTS.contains(type)) {
            return true;
        }
        Path source = sources.get(type);
        return source != null
                && (member == null
                        || Pattern.compile("\\b" + member + "\\b")
                                .matcher(Files.readString(source))
                                .find());
    }

    /** The source files of production code, by the name of the class. */
    private static Map<String, Path> sources() throws IOException {
        Map<String, Path> sources = new TreeMap<>();
        for (String module : MODULES) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .forEach(file ->
                                sources.put(file.getFileName().toString().replace(".java", ""), file));
            }
        }
        return sources;
    }
}
