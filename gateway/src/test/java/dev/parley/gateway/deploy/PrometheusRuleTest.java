package dev.parley.gateway.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code monitoring/prometheusrule.yaml} holds the rules of {@code monitoring/rules} for the Prometheus operator. */
class PrometheusRuleTest {
    private static final Path MANIFEST = Repository.ROOT.resolve("monitoring/prometheusrule.yaml");
    private static final String GROUPS = "groups:\n";
    private static final String HEAD = """
            # Rendered from rules/*.yml by PrometheusRuleTest; rewrite it with -Drewrite.
            apiVersion: monitoring.coreos.com/v1
            kind: PrometheusRule
            metadata:
              name: parley
            spec:
              groups:
            """;

    /** Rewrite it with {@code -Drewrite}. */
    @Test
    void theManifestIsRenderedFromTheRules() throws IOException {
        StringBuilder rendered = new StringBuilder(HEAD);
        for (Path file : Repository.files("monitoring/rules", ".yml")) {
            String rules = Repository.read(file);
            rendered.append(rules.substring(rules.indexOf(GROUPS) + GROUPS.length())
                    .indent(2)
                    .replaceAll("(?m)^ +$", ""));
        }
        if (System.getProperty("rewrite") != null) {
            Files.writeString(MANIFEST, rendered);
        }
        assertThat(Repository.read(MANIFEST)).isEqualTo(rendered.toString());
    }
}
