package dev.parley.gateway.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code deploy/jvm-cache} with a program in place of java that notes its environment. */
class JvmCacheTest {
    @TempDir
    Path directory;

    @Test
    void theGatewayThatIsTrainedSeesNoOptionOfTheOneThatIsStarted() throws Exception {
        Path seen = directory.resolve("seen");
        Path java = java("env >" + seen + "; exit 1");

        Process making = makeCache(java);
        assertThat(making.waitFor(60, TimeUnit.SECONDS)).isTrue();

        assertThat(making.exitValue()).isNotZero();
        assertThat(seen).content().contains("PATH=").doesNotContain("PARLEY_");
    }

    /** The image is trained beside stores that are not on the class path of the gateway. */
    @Test
    void theGatewayThatIsTrainedHasTheOptionsOfTheCommandLine() throws Exception {
        Path seen = directory.resolve("seen");
        Path java = java("echo \"$@\" >" + seen + "; exit 1");

        assertThat(makeCache(java, "--redis", "redis://training.example").waitFor(60, TimeUnit.SECONDS))
                .isTrue();

        assertThat(seen).content().contains("--drain-time 0s --redis redis://training.example");
    }

    private Process makeCache(Path java, String... options) throws IOException {
        Path jar = Files.createFile(directory.resolve("some.jar"));
        ProcessBuilder program = new ProcessBuilder(new ArrayList<>(List.of(
                        Repository.ROOT.resolve("deploy/jvm-cache").toString(),
                        "make",
                        java.toString(),
                        jar.toString(),
                        "1")))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile());
        program.command().addAll(List.of(options));
        program.environment().put("PARLEY_REDIS", "redis://production.example");
        program.environment().put("PARLEY_MONGO", "mongodb://production.example");
        return program.start();
    }

    /** Asked for its version it is a Java 25. */
    private Path java(String otherwise) throws IOException {
        Path java = directory.resolve("java");
        Files.writeString(java, """
                #!/bin/sh
                [ "$1" != -version ] || { echo 'openjdk version "25"'; exit 0; }
                """ + otherwise + "\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        return java;
    }
}
