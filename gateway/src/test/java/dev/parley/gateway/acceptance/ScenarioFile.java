package dev.parley.gateway.acceptance;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DynamicTest;
import org.w3c.dom.Element;

/** One file of JavaScript scenarios, played by Node.js's test runner; each of its tests becomes a test of ours. */
final class ScenarioFile {
    private static final Duration DEADLINE = Duration.ofMinutes(6);

    private final String name;
    private final String stage;
    private final Supplier<String> gatewayOutput;

    private ScenarioFile(String name, String stage, Supplier<String> gatewayOutput) {
        this.name = name;
        this.stage = stage;
        this.gatewayOutput = gatewayOutput;
    }

    static Stream<DynamicTest> play(String name, Stage stage) throws Exception {
        return new ScenarioFile(name, stage.description(), stage::output).play();
    }

    static Stream<DynamicTest> play(String name, String stage, Supplier<String> gatewayOutput) throws Exception {
        return new ScenarioFile(name, stage, gatewayOutput).play();
    }

    private Stream<DynamicTest> play() throws Exception {
        var missing = NodeJs.missing();
        if (missing.isPresent()) {
            return Stream.of(DynamicTest.dynamicTest(name, () -> abort(missing.get())));
        }
        var results = Files.createTempFile("parley-scenarios", ".xml");
        var output = Files.createTempFile("parley-scenarios", ".log");
        try {
            NodeJs.run(arguments(results), stage, output, DEADLINE);
            return read(results, Files.readString(output)).stream();
        } finally {
            Files.deleteIfExists(results);
            Files.deleteIfExists(output);
        }
    }

    private List<String> arguments(Path results) {
        return List.of(
                "--test",
                "--test-reporter=spec",
                "--test-reporter-destination=stdout",
                "--test-reporter=junit",
                "--test-reporter-destination=" + results,
                name);
    }

    private List<DynamicTest> read(Path results, String output) throws Exception {
        List<DynamicTest> tests = new ArrayList<>();
        if (Files.size(results) > 0) {
            var cases = parse(results).getElementsByTagName("testcase");
            for (var index = 0; index < cases.getLength(); index++) {
                tests.add(test((Element) cases.item(index)));
            }
        }
        if (tests.isEmpty()) {
            throw new AssertionError(name + " has no results\n" + output + gatewayOutput.get());
        }
        return tests;
    }

    private static org.w3c.dom.Document parse(Path results) throws Exception {
        try (var input = Files.newInputStream(results)) {
            return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(input);
        } catch (org.xml.sax.SAXException e) {
            throw new IOException("unreadable results: " + Files.readString(results), e);
        }
    }

    private DynamicTest test(Element result) {
        return DynamicTest.dynamicTest(result.getAttribute("name"), () -> {
            var skipped = result.getElementsByTagName("skipped");
            if (skipped.getLength() > 0) {
                abort(((Element) skipped.item(0)).getAttribute("message"));
            }
            var failed = result.getElementsByTagName("failure");
            if (failed.getLength() > 0) {
                throw new AssertionError(
                        result.getAttribute("name") + failed.item(0).getTextContent() + gatewayOutput.get());
            }
        });
    }
}
