package dev.parley.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the program prints without running a gateway. */
class CommandLineTest {
    /** {@code ./parley --help} prints this file, so that a fresh clone need not be built. */
    private static final Path HELP = Path.of("help.txt");

    @Test
    void theHelpOfTheLauncherIsThatOfTheProgram() throws IOException {
        String help = output("--help");
        if (System.getProperty("rewrite") != null) {
            Files.writeString(HELP, help);
        }
        assertThat(Files.readString(HELP)).isEqualTo(help);
        assertThat(output("--version").strip())
                .isEqualTo(help.lines().findFirst().orElseThrow());
    }

    @Test
    void theOptionsHaveHeadings() {
        assertThat(output("--help"))
                .containsSubsequence("Ports and addresses:", "--port", "Stores:", "--redis", "--data-dir")
                .containsSubsequence("Presence:", "--presence-grace", "Commands", "doctor");
    }

    @Test
    void aCommandHasAHelpOfItsOwn() {
        assertThat(output("doctor", "--help")).contains("Usage: parley doctor", "--json", "--redis");
    }

    @Test
    void theCompletionScriptKnowsCommandsAndOptions() {
        assertThat(output("completion")).startsWith("#!/usr/bin/env bash").contains("doctor", "--presence-audience");
    }

    private static String output(String... arguments) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        assertThat(new Main(Map.of(), out, out).run(arguments)).isZero();
        return printed.toString(StandardCharsets.UTF_8);
    }
}
