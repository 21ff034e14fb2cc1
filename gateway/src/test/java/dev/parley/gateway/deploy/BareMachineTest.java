package dev.parley.gateway.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The chapter <em>On bare machines</em> of docs/OPERATIONS.md: its systemd unit starts the files that it copies. */
class BareMachineTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String CHAPTER = Repository.read("docs/OPERATIONS.md")
            .split("### On bare machines\n", 2)[1]
            .split("\n##", 2)[0];

    @Test
    void theUnitStartsAGatewayFromTheFilesThatWereCopied(@TempDir Path folder) throws IOException {
        Path root = folder.resolve("root");
        copyAsTold(checkout(folder.resolve("checkout")), root);

        String command = only("(?m)^ExecStart=/usr/bin/java (.*)$")
                .replace("/opt/parley", root + "/opt/parley")
                .replace("/lib/* ", "/lib/*:" + System.getProperty("java.class.path") + " ");
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        assertThat(shell(java + " " + command + " --version")).contains("parley ");
        assertThat(root.resolve("opt/parley/lib/parley.jar")).exists();
    }

    /** A checkout after {@code ./parley build}, as far as the chapter needs it. */
    private static Path checkout(Path folder) throws IOException {
        Path lib = Files.createDirectories(folder.resolve("gateway/target/app/lib"));
        Files.createFile(lib.resolve("parley.jar"));
        Files.copy(Repository.ROOT.resolve("gateway/jvm.options"), folder.resolve("gateway/jvm.options"));
        return folder;
    }

    private static void copyAsTold(Path checkout, Path root) {
        Matcher install = Pattern.compile("(?m)^install .*$").matcher(CHAPTER);
        while (install.find()) {
            shell("cd " + checkout + " && " + install.group().replace(" /", " " + root + "/"));
        }
    }

    private static String shell(String command) {
        return Tool.require("bash").run(PATIENCE, "-c", command);
    }

    private static String only(String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(CHAPTER);
        assertThat(found.find()).as(pattern).isTrue();
        return found.group(1);
    }
}
