package dev.parley.gateway.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** A cluster made from an overlay is watched: its metrics are scraped under the job that the alerts select. */
@ParameterizedClass
@ValueSource(strings = {"dev", "production"})
class WatchedClusterTest {
    private static final Pattern JOB = Pattern.compile("\\bjob=\"([^\"]*)\"");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Parameter
    String overlay;

    private RenderedManifests cluster;

    @BeforeEach
    void render() {
        cluster = RenderedManifests.of(overlay);
    }

    @Test
    void theAlertsSelectTheJobThatTheServiceMonitorYields() {
        assertThat(jobsOfTheAlerts()).containsExactly(job());
    }

    /** As the Prometheus operator decides it: the label of the service that {@code jobLabel} names, else its name. */
    private String job() {
        Map<String, Object> monitor = cluster.specOf("ServiceMonitor");
        Service service = scraped(monitor);
        Object label = monitor.get("jobLabel");
        Map<String, String> labels = service.getMetadata().getLabels();
        return label == null
                ? service.getMetadata().getName()
                : labels.getOrDefault(label.toString(), service.getMetadata().getName());
    }

    private Service scraped(Map<String, Object> monitor) {
        Map<String, String> selector = RenderedManifests.map(
                RenderedManifests.map(monitor.get("selector")).get("matchLabels"));
        List<Service> found = cluster.all(Service.class)
                .filter(service -> service.getMetadata().getLabels() != null)
                .filter(service -> service.getMetadata().getLabels().entrySet().containsAll(selector.entrySet()))
                .toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private Set<String> jobsOfTheAlerts() {
        Set<String> jobs = new TreeSet<>();
        for (Map<String, Object> group :
                MonitoringFiles.list(cluster.specOf("PrometheusRule").get("groups"))) {
            for (Map<String, Object> rule : MonitoringFiles.list(group.get("rules"))) {
                Matcher job = JOB.matcher(rule.get("expr").toString());
                while (job.find()) {
                    jobs.add(job.group(1));
                }
            }
        }
        return jobs;
    }

    @Test
    void theClusterHasEveryRule(@TempDir Path folder) throws IOException {
        Map<String, Object> rules = cluster.specOf("PrometheusRule");
        List<Object> expected = new ArrayList<>();
        for (Path file : Repository.files("monitoring/rules", ".yml")) {
            expected.addAll(MonitoringFiles.list(MonitoringFiles.yaml(file).get("groups")));
        }

        assertThat(rules.get("groups")).isEqualTo(expected);
        Path rendered = Files.writeString(folder.resolve("rules.yml"), new Yaml().dump(rules));
        Tool.require("promtool").run(PATIENCE, "check", "rules", rendered.toString());
    }

    /** Grafana's sidecar loads every config map with this label. */
    @Test
    void theClusterHasEveryDashboard() {
        ConfigMap dashboards = cluster.one(ConfigMap.class, "parley-dashboards");

        assertThat(dashboards.getMetadata().getLabels()).containsEntry("grafana_dashboard", "1");
        List<Path> files = Repository.files("monitoring/grafana/dashboards", ".json");
        assertThat(dashboards.getData()).hasSameSizeAs(files);
        files.forEach(file -> assertThat(dashboards.getData())
                .containsEntry(file.getFileName().toString(), Repository.read(file)));
    }
}
