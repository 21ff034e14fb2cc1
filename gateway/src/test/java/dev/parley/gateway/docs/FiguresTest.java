package dev.parley.gateway.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.DoubleSummaryStatistics;
import java.util.Locale;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The figures in README.md and docs/COMPARISON.md are those of docs/bench. When a benchmark is recorded again, write the new ones. */
class FiguresTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void fanOut() throws IOException {
        DoubleSummaryStatistics saturated = ratios("fan-out", "saturated");
        DoubleSummaryStatistics fixed = ratios("fan-out", "k/s");

        assertStated("README.md", "%.1f to %.1f times as much", saturated.getMin(), saturated.getMax());
        assertStated("docs/COMPARISON.md", "%.1f to %.1f times as much", saturated.getMin(), saturated.getMax());
        assertStated("docs/COMPARISON.md", "the gain is %.1f to %.1f times", fixed.getMin(), fixed.getMax());
    }

    @Test
    void whereNodeIsAhead() throws IOException {
        double fresh = 1 / ratios("fresh-start", "fresh").getMin();

        assertStated("README.md", "a fresh node needs %.1f times the CPU", fresh);
        assertStated("docs/COMPARISON.md", "needs %.1f times the CPU", fresh);
        assertStated(
                "docs/COMPARISON.md",
                "its 99th percentile was %.1f times as high",
                ratios("latency", "20000 deliveries/s / fresh").getMax());
        assertStated(
                "docs/COMPARISON.md",
                "it is %.1f times Node's",
                ratios("latency", "20000 deliveries/s / warm").getMax());
    }

    @Test
    void messagesAndMemory() throws IOException {
        double stored = ratios("seed-path", "warm").getMin();

        assertStated("README.md", "stores %.1f times as many messages", stored);
        assertStated("docs/COMPARISON.md", "stores %.1f times as many messages", stored);
        assertStated(
                "docs/COMPARISON.md",
                "takes %.2f times the memory",
                ratios("idle-memory", "").getMin());
    }

    private static void assertStated(String document, String sentence, Object... figures) throws IOException {
        String text = Files.readString(ROOT.resolve(document)).replaceAll("\\s+", " ");
        assertThat(text).as(document).contains(String.format(Locale.ROOT, sentence, figures));
    }

    /** Parley beside the baseline, in the cases whose name contains the text. */
    private static DoubleSummaryStatistics ratios(String benchmark, String text) throws IOException {
        JsonNode results = JSON.readTree(
                        ROOT.resolve("docs/bench/" + benchmark + ".json").toFile())
                .path("results");
        DoubleSummaryStatistics ratios = StreamSupport.stream(results.spliterator(), false)
                .filter(result -> result.path("contender").asText().equals("parley"))
                .filter(result -> result.path("case").asText().contains(text))
                .mapToDouble(result ->
                        result.path("ratioToBaseline").path("ofMedians").asDouble())
                .summaryStatistics();
        assertThat(ratios.getCount()).as(benchmark).isPositive();
        return ratios;
    }
}
