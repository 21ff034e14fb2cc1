package dev.parley.gateway.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.rules.RulesFile;
import dev.parley.gateway.ops.Health;
import dev.parley.gateway.ops.OpsServer;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** What kustomize renders from each overlay, and Helm from the chart, is valid for Kubernetes and matches the gateway. */
@ParameterizedClass
@ValueSource(strings = {"dev", "production", RenderedManifests.CHART})
class KubernetesManifestsTest {
    /** Time that a gateway needs to stop after its drain. */
    private static final int END_SECONDS = 10;

    @Parameter
    String source;

    private RenderedManifests cluster;

    @BeforeEach
    void render() {
        cluster = RenderedManifests.of(source);
    }

    @Test
    void allThatAGatewayNeedsIsThere() {
        assertThat(cluster.kinds())
                .contains(
                        "Deployment",
                        "Service",
                        "Ingress",
                        "PodDisruptionBudget",
                        "HorizontalPodAutoscaler",
                        "NetworkPolicy",
                        "ServiceMonitor",
                        "PrometheusRule",
                        "ServiceAccount",
                        "ConfigMap");
    }

    @Test
    void thePortsAreThoseOfTheCode() {
        assertThat(containerPorts())
                .isEqualTo(Map.of(
                        "socketio", Settings.defaultOf("--port"),
                        "http", Settings.defaultOf("--http-port"),
                        "ops", Settings.defaultOf("--ops-port")));
        cluster.services()
                .flatMap(service -> service.getSpec().getPorts().stream())
                .forEach(port -> {
                    assertThat(containerPorts())
                            .containsEntry(port.getTargetPort().getStrVal(), port.getPort());
                });
    }

    private Map<String, Object> containerPorts() {
        return cluster.gateway().getPorts().stream()
                .collect(java.util.stream.Collectors.toMap(ContainerPort::getName, ContainerPort::getContainerPort));
    }

    @Test
    void everySettingIsOneOfTheGateway() {
        assertThat(cluster.gateway().getEnv().stream().map(EnvVar::getName))
                .isNotEmpty()
                .isSubsetOf(Settings.variables());
    }

    @Test
    void theProbesAskWhatTheOperationsPortAnswers() throws Exception {
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        var ops = new OpsServer("127.0.0.1", 0, new Health(List.of(), Clock.systemUTC()), registry);
        ops.start();
        try {
            for (Probe probe : probes()) {
                assertThat(probe.getHttpGet().getPort().getStrVal()).isEqualTo("ops");
                assertThat(status(ops, probe.getHttpGet().getPath())).isEqualTo(200);
            }
            assertThat(status(ops, endpoint().get("path").toString())).isEqualTo(200);
        } finally {
            ops.stop();
        }
    }

    private List<Probe> probes() {
        return List.of(
                cluster.gateway().getStartupProbe(),
                cluster.gateway().getLivenessProbe(),
                cluster.gateway().getReadinessProbe());
    }

    private static int status(OpsServer ops, String path) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ops.port() + path))
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }

    /** A pod keeps its uid and its name when its container is restarted; the random default is unique per start. */
    @Test
    void aRestartedContainerIsAnotherNode() {
        assertThat(cluster.gateway().getEnv().stream().map(EnvVar::getName)).doesNotContain("PARLEY_NODE_ID");
    }

    @Test
    void theGracePeriodOfAPodCoversTheDrain() {
        int before = Integer.parseInt(cluster.gateway()
                .getLifecycle()
                .getPreStop()
                .getExec()
                .getCommand()
                .get(1));
        int drain = Integer.parseInt(setting("PARLEY_DRAIN_TIME").replaceFirst("s$", ""));

        assertThat(cluster.deployment().getSpec().getTemplate().getSpec().getTerminationGracePeriodSeconds())
                .isGreaterThanOrEqualTo(before + drain + END_SECONDS);
    }

    private String setting(String name) {
        return cluster.gateway().getEnv().stream()
                .filter(variable -> variable.getName().equals(name))
                .map(EnvVar::getValue)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void everySelectorFindsTheGateway() {
        Map<String, String> labels =
                cluster.deployment().getSpec().getTemplate().getMetadata().getLabels();
        assertThat(labels).isNotEmpty();
        cluster.services().forEach(service -> assertSelects(service.getSpec().getSelector(), labels));
        assertSelects(
                cluster.one(PodDisruptionBudget.class).getSpec().getSelector().getMatchLabels(), labels);
        assertSelects(
                cluster.one(NetworkPolicy.class).getSpec().getPodSelector().getMatchLabels(), labels);
        assertThat(cluster.one(HorizontalPodAutoscaler.class)
                        .getSpec()
                        .getScaleTargetRef()
                        .getName())
                .isEqualTo(cluster.deployment().getMetadata().getName());
    }

    private static void assertSelects(Map<String, String> selector, Map<String, String> labels) {
        assertThat(selector).isNotEmpty();
        assertThat(labels).containsAllEntriesOf(selector);
    }

    @Test
    void podsAreSpreadOverZonesAndMachines() {
        var pod = cluster.deployment().getSpec().getTemplate();
        var constraints = pod.getSpec().getTopologySpreadConstraints();

        assertThat(constraints.stream().map(TopologySpreadConstraint::getTopologyKey))
                .containsExactlyInAnyOrder("topology.kubernetes.io/zone", "kubernetes.io/hostname");
        constraints.forEach(constraint -> assertSelects(
                constraint.getLabelSelector().getMatchLabels(),
                pod.getMetadata().getLabels()));
    }

    @Test
    void theAutoscalerGoesByAMetricThatTheGatewayHas() {
        List<String> metrics = cluster.one(HorizontalPodAutoscaler.class).getSpec().getMetrics().stream()
                .filter(metric -> metric.getPods() != null)
                .map(metric -> metric.getPods().getMetric().getName())
                .toList();

        assertThat(metrics).isNotEmpty();
        metrics.forEach(name -> assertThat(Repository.read("docs/METRICS.md")).contains("| `" + name + "` |"));
    }

    @Test
    void theRulesAreWhereTheGatewayLooksAndRulesThatItTakes() {
        Path file = Path.of(setting("PARLEY_RULES"));
        var pod = cluster.deployment().getSpec().getTemplate().getSpec();
        String volume = cluster.gateway().getVolumeMounts().stream()
                .filter(mount -> Path.of(mount.getMountPath()).equals(file.getParent()))
                .map(VolumeMount::getName)
                .findFirst()
                .orElseThrow();
        String rules = pod.getVolumes().stream()
                .filter(mounted -> mounted.getName().equals(volume))
                .map(mounted -> mounted.getConfigMap().getName())
                .findFirst()
                .orElseThrow();

        assertThat(cluster.one(ConfigMap.class, "parley-rules").getMetadata().getName())
                .isEqualTo(rules);
        RulesFile.parse(cluster.one(ConfigMap.class, "parley-rules")
                .getData()
                .get(file.getFileName().toString()));
    }

    /** A ping interval and time-out are 45 s; less would end sessions that are well. */
    @Test
    void theIngressKeepsAClientWithItsNodeAndDoesNotHangUp() {
        Map<String, String> annotations =
                cluster.one(Ingress.class).getMetadata().getAnnotations();

        assertThat(annotations).containsKey("nginx.ingress.kubernetes.io/upstream-hash-by");
        for (String timeout : List.of("read", "send")) {
            assertThat(Integer.parseInt(annotations.get("nginx.ingress.kubernetes.io/proxy-" + timeout + "-timeout")))
                    .isGreaterThan(45);
        }
    }

    @Test
    void nobodyButPrometheusReachesTheOperationsPort() {
        var peers = cluster.one(NetworkPolicy.class).getSpec().getIngress().stream()
                .filter(rule -> rule.getPorts().isEmpty()
                        || rule.getPorts().stream()
                                .anyMatch(port -> "ops".equals(port.getPort().getStrVal())))
                .flatMap(rule -> rule.getFrom().stream());

        assertThat(peers).isNotEmpty().allSatisfy(peer -> assertThat(
                        peer.getNamespaceSelector().getMatchLabels())
                .containsValue("monitoring"));
    }

    @Test
    void theIngressLeadsToTheServiceAndNeverToTheOperationsPort() {
        List<String> ports = cluster.one(Ingress.class).getSpec().getRules().stream()
                .flatMap(rule -> rule.getHttp().getPaths().stream())
                .map(path -> path.getBackend().getService().getPort().getName())
                .toList();

        assertThat(ports).containsExactlyInAnyOrder("socketio", "http");
    }

    /** Its kind is the Prometheus operator's own, so that its few fields are checked one by one. */
    @Test
    void prometheusIsSentToTheOperationsPort() {
        Map<String, Object> spec = cluster.specOf("ServiceMonitor");
        assertThat(spec).containsOnlyKeys("jobLabel", "selector", "endpoints");
        assertThat(endpoint()).containsOnlyKeys("port", "path", "interval", "scrapeTimeout");
        Map<String, String> selector = RenderedManifests.map(
                RenderedManifests.map(spec.get("selector")).get("matchLabels"));
        List<Service> found = cluster.services()
                .filter(service -> service.getMetadata().getLabels().entrySet().containsAll(selector.entrySet()))
                .toList();

        assertThat(found).hasSize(1);
        assertThat(found.get(0).getSpec().getPorts().get(0).getName())
                .isEqualTo(endpoint().get("port"));
    }

    @Test
    void aPodMayDoLittle() {
        var pod = cluster.deployment().getSpec().getTemplate().getSpec();
        var own = cluster.gateway().getSecurityContext();

        assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(Repository.read("Dockerfile"))
                .contains("USER " + pod.getSecurityContext().getRunAsUser());
        assertThat(pod.getAutomountServiceAccountToken()).isFalse();
        assertThat(own.getReadOnlyRootFilesystem()).isTrue();
        assertThat(own.getAllowPrivilegeEscalation()).isFalse();
        assertThat(own.getCapabilities().getDrop()).containsExactly("ALL");
    }

    @Test
    void secretsAreReferredToAndInProductionMadeElsewhere() {
        for (String name : List.of("PARLEY_REDIS", "PARLEY_MONGO", "PARLEY_JWT_SECRET")) {
            assertThat(cluster.gateway().getEnv())
                    .filteredOn(variable -> variable.getName().equals(name))
                    .allSatisfy(variable -> assertThat(variable.getValueFrom().getSecretKeyRef())
                            .isNotNull())
                    .hasSize(1);
        }
        assertThat(cluster.kinds().anyMatch("Secret"::equals)).isEqualTo(source.equals("dev"));
    }

    private Map<String, Object> endpoint() {
        return RenderedManifests.map(((List<?>) cluster.specOf("ServiceMonitor").get("endpoints")).get(0));
    }
}
