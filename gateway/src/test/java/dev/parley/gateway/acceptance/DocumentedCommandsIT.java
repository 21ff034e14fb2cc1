package dev.parley.gateway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the documents work: each is run against real gateways, or says why it is not ({@link DocumentBlock}). */
class DocumentedCommandsIT {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path PACKAGES = NodeJs.SCENARIOS.resolve("interop");
    private static final List<String> BESIDE_DOCS = List.of(
            "README.md", "SECURITY.md", "client/README.md", "load-tests/README.md", "load-tests/peers/node/README.md");
    private static final long MINUTES = 10;

    @TempDir
    private Path folder;

    @Test
    void everyCommandIsRunOrSaysWhyNot() {
        for (Path document : documents()) {
            assertThat(blocks(document).stream()
                            .filter(DocumentBlock::isCommands)
                            .filter(block -> block.marker().isEmpty())
                            .map(DocumentBlock::line))
                    .as("unmarked commands in " + ROOT.relativize(document) + ", by line")
                    .isEmpty();
            assertThat(DocumentBlock.indentedCommands(text(document)))
                    .as("commands without a fence in " + ROOT.relativize(document) + ", by line")
                    .isEmpty();
        }
    }

    @TestFactory
    Stream<DynamicTest> theCommandsOf() {
        return documents().stream()
                .filter(document -> blocks(document).stream().anyMatch(DocumentBlock::isRun))
                .map(document ->
                        DynamicTest.dynamicTest(ROOT.relativize(document).toString(), () -> follow(document)));
    }

    private void follow(Path document) throws IOException, InterruptedException {
        for (String program : List.of("bash", "curl", "node", "openssl", "redis-server")) {
            assumeTrue(Programs.onPath(program).isPresent(), program + " is missing");
        }
        assumeTrue(
                NodeJs.hasPackages(PACKAGES), "the packages of the JavaScript examples cannot be installed (npm ci)");
        Path work = Files.createDirectory(folder.resolve(document.getFileName()));
        Path packages = Files.createSymbolicLink(work.resolve("node_modules"), PACKAGES.resolve("node_modules"));
        makeLauncher(work.resolve("parley"));
        Path script = Files.writeString(work.resolve("reader.sh"), DocumentScript.of(blocks(document)));
        Path output = work.resolve("reader.out");
        ProcessBuilder reader = new ProcessBuilder("bash", script.toString())
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        reader.environment().keySet().removeIf(name -> name.startsWith("PARLEY_"));
        Process process = reader.start();
        // Its standard input stays open until the end: the script stops everything when it closes.
        try {
            assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES))
                    .as("ends in time: %s", Files.readString(output))
                    .isTrue();
            assertThat(process.exitValue()).as(Files.readString(output)).isZero();
        } finally {
            process.destroy();
            process.waitFor(1, TimeUnit.MINUTES);
            Files.delete(packages);
        }
    }

    /** Stands in for {@code ./parley}, which would build: the same program from the classes of this test run. */
    private static void makeLauncher(Path file) throws IOException {
        String command = GatewayProcess.command(List.of()).stream()
                .map(argument -> "'" + argument + "'")
                .collect(Collectors.joining(" "));
        Files.writeString(file, "#!/bin/sh\nexec " + command + " \"$@\"\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private static List<Path> documents() {
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            List<Path> all =
                    new ArrayList<>(BESIDE_DOCS.stream().map(ROOT::resolve).toList());
            docs.filter(file -> file.toString().endsWith(".md")).sorted().forEach(all::add);
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<DocumentBlock> blocks(Path document) {
        return DocumentBlock.of(text(document));
    }

    private static String text(Path document) {
        try {
            return Files.readString(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
