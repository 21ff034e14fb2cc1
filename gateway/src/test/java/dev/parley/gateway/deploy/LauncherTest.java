package dev.parley.gateway.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./parley} in a fresh clone, with a program in place of Maven. */
class LauncherTest {
    @TempDir
    Path clone;

    @BeforeEach
    void aFreshClone() throws IOException {
        Files.copy(Repository.ROOT.resolve("parley"), clone.resolve("parley"));
        Files.createDirectories(clone.resolve("gateway"));
        Files.copy(Repository.ROOT.resolve("gateway/help.txt"), clone.resolve("gateway/help.txt"));
    }

    @Test
    void helpAndVersionBuildNothing() throws Exception {
        maven("echo built >" + clone.resolve("built"));

        assertThat(run("--help")).contains("--presence-audience");
        assertThat(run("--version")).startsWith("parley ").hasLineCount(1);
        assertThat(run("java")).containsPattern("\\b\\d{2}\\.\\d");
        assertThat(clone.resolve("built")).doesNotExist();
    }

    @Test
    void aBuildSaysHowFarItIs() throws Exception {
        maven("""
                echo '[INFO] Scanning for projects...'
                for i in $(seq 50); do echo "Downloaded from central: https://repository.example/$i.jar"; done
                echo '[INFO] Building Parley core 0.1.0-SNAPSHOT                                     [2/5]'
                """);

        assertThat(run("build"))
                .contains("parley: building", "50 files fetched", "Parley core [2/5]", "parley: built in ")
                .doesNotContain("Scanning");
    }

    @Test
    void aBuildThatFailsShowsTheErrorsOfMaven() throws Exception {
        maven("echo '[INFO] much'; echo '[ERROR] no such artifact'; exit 1");

        assertThat(run("build"))
                .contains("[ERROR] no such artifact", "the build failed")
                .doesNotContain("much");
    }

    private void maven(String script) throws IOException {
        Path bin = Files.createDirectories(clone.resolve("bin"));
        Path maven = Files.writeString(bin.resolve("mvn"), "#!/bin/sh\n" + script + "\n");
        assertThat(maven.toFile().setExecutable(true)).isTrue();
    }

    private String run(String argument) throws IOException, InterruptedException {
        Path output = clone.resolve("output");
        ProcessBuilder program = new ProcessBuilder(
                        "bash", clone.resolve("parley").toString(), argument)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        program.environment().put("PATH", clone.resolve("bin") + ":" + System.getenv("PATH"));
        program.environment().put("JAVA_HOME", System.getProperty("java.home"));
        program.environment().put("PARLEY_JVM_CACHE", "off");
        assertThat(program.start().waitFor(60, TimeUnit.SECONDS)).isTrue();
        return Files.readString(output);
    }
}
