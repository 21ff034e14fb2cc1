package dev.parley.gateway.doctor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.gateway.doctor.Finding.Level;
import dev.parley.gateway.wire.WireJson;
import java.util.List;
import java.util.Locale;

/** The findings of an examination, as text for a person or as JSON for a program. */
public record Report(List<Finding> findings) {

    public Report {
        findings = List.copyOf(findings);
    }

    /** Whether a gateway can serve: there is no problem, though there may be warnings. */
    public boolean isHealthy() {
        return count(Level.PROBLEM) == 0;
    }

    public String text() {
        StringBuilder text = new StringBuilder();
        String subject = "";
        for (Finding finding : findings) {
            if (!finding.subject().equals(subject)) {
                subject = finding.subject();
                text.append('\n').append(subject).append('\n');
            }
            text.append("  %-8s %s%n".formatted(word(finding.level()), finding.text()));
            if (!finding.action().isEmpty()) {
                text.append("           -> ").append(finding.action()).append('\n');
            }
        }
        return text.append("\nproblems: %d, warnings: %d%n".formatted(count(Level.PROBLEM), count(Level.WARNING)))
                .toString();
    }

    public String json() {
        ObjectNode report = WireJson.mapper().createObjectNode().put("healthy", isHealthy());
        ArrayNode all = report.putArray("findings");
        for (Finding finding : findings) {
            all.addObject()
                    .put("subject", finding.subject())
                    .put("level", word(finding.level()))
                    .put("text", finding.text())
                    .put("action", finding.action());
        }
        return report.toPrettyString();
    }

    private long count(Level level) {
        return findings.stream().filter(finding -> finding.level() == level).count();
    }

    private static String word(Level level) {
        return level.name().toLowerCase(Locale.ROOT);
    }
}
