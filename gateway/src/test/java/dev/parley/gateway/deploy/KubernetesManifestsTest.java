package dev.parley.gateway.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.rules.RulesFile;
import dev.parley.gateway.ops.Health;
import dev.parley.gateway.ops.OpsServer;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** What kustomize makes of an overlay is what Kubernetes takes, and what the gateway is. */
@ParameterizedClass
@ValueSource(strings = {"dev", "production"})
class KubernetesManifestsTest {
    private static final Duration RENDER = Duration.ofSeconds(60);
    /** What a gateway needs after its drain to end. */
    private static final int END_SECONDS = 10;

    @Parameter
    String overlay;

    private final List<Object> objects = new ArrayList<>();

    @BeforeEach
    void render() {
        objects.addAll(StrictManifests.read(Tool.require("kustomize").run(RENDER, "build", "k8s/overlays/" + overlay)));
    }

    @Test
    void allThatAGatewayNeedsIsThere() {
        assertThat(objects.stream().map(object -> ((HasMetadata) object).getKind()))
                .contains(
                        "Deployment",
                        "Service",
                        "Ingress",
                        "PodDisruptionBudget",
                        "HorizontalPodAutoscaler",
                        "NetworkPolicy",
                        "ServiceMonitor",
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
        services().flatMap(service -> service.getSpec().getPorts().stream()).forEach(port -> {
            assertThat(containerPorts()).containsEntry(port.getTargetPort().getStrVal(), port.getPort());
        });
    }

    private Map<String, Object> containerPorts() {
        return gateway().getPorts().stream()
                .collect(java.util.stream.Collectors.toMap(ContainerPort::getName, ContainerPort::getContainerPort));
    }

    @Test
    void everySettingIsOneOfTheGateway() {
        assertThat(gateway().getEnv().stream().map(EnvVar::getName))
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
                gateway().getStartupProbe(),
                gateway().getLivenessProbe(),
                gateway().getReadinessProbe());
    }

    private static int status(OpsServer ops, String path) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ops.port() + path))
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void aPodHasTheTimeToSendItsClientsAway() {
        int before = Integer.parseInt(
                gateway().getLifecycle().getPreStop().getExec().getCommand().get(1));
        int drain = Integer.parseInt(setting("PARLEY_DRAIN_TIME").replaceFirst("s$", ""));

        assertThat(deployment().getSpec().getTemplate().getSpec().getTerminationGracePeriodSeconds())
                .isGreaterThanOrEqualTo(before + drain + END_SECONDS);
    }

    private String setting(String name) {
        return gateway().getEnv().stream()
                .filter(variable -> variable.getName().equals(name))
                .map(EnvVar::getValue)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void everySelectorFindsTheGateway() {
        Map<String, String> labels =
                deployment().getSpec().getTemplate().getMetadata().getLabels();
        assertThat(labels).isNotEmpty();
        services().forEach(service -> assertSelects(service.getSpec().getSelector(), labels));
        assertSelects(one(PodDisruptionBudget.class).getSpec().getSelector().getMatchLabels(), labels);
        assertSelects(one(NetworkPolicy.class).getSpec().getPodSelector().getMatchLabels(), labels);
        assertThat(one(HorizontalPodAutoscaler.class)
                        .getSpec()
                        .getScaleTargetRef()
                        .getName())
                .isEqualTo(deployment().getMetadata().getName());
    }

    private static void assertSelects(Map<String, String> selector, Map<String, String> labels) {
        assertThat(selector).isNotEmpty();
        assertThat(labels).containsAllEntriesOf(selector);
    }

    @Test
    void podsAreSpreadOverZonesAndMachines() {
        var pod = deployment().getSpec().getTemplate();
        var constraints = pod.getSpec().getTopologySpreadConstraints();

        assertThat(constraints.stream().map(TopologySpreadConstraint::getTopologyKey))
                .containsExactlyInAnyOrder("topology.kubernetes.io/zone", "kubernetes.io/hostname");
        constraints.forEach(constraint -> assertSelects(
                constraint.getLabelSelector().getMatchLabels(),
                pod.getMetadata().getLabels()));
    }

    @Test
    void theAutoscalerGoesByAMetricThatTheGatewayHas() {
        List<String> metrics = one(HorizontalPodAutoscaler.class).getSpec().getMetrics().stream()
                .filter(metric -> metric.getPods() != null)
                .map(metric -> metric.getPods().getMetric().getName())
                .toList();

        assertThat(metrics).isNotEmpty();
        metrics.forEach(name -> assertThat(Repository.read("docs/METRICS.md")).contains("| `" + name + "` |"));
    }

    @Test
    void theRulesAreWhereTheGatewayLooksAndRulesThatItTakes() {
        Path file = Path.of(setting("PARLEY_RULES"));
        var pod = deployment().getSpec().getTemplate().getSpec();
        String volume = gateway().getVolumeMounts().stream()
                .filter(mount -> Path.of(mount.getMountPath()).equals(file.getParent()))
                .map(VolumeMount::getName)
                .findFirst()
                .orElseThrow();
        String rules = pod.getVolumes().stream()
                .filter(mounted -> mounted.getName().equals(volume))
                .map(mounted -> mounted.getConfigMap().getName())
                .findFirst()
                .orElseThrow();

        assertThat(one(ConfigMap.class).getMetadata().getName()).isEqualTo(rules);
        RulesFile.parse(one(ConfigMap.class).getData().get(file.getFileName().toString()));
    }

    /** A ping interval and time-out are 45 s; less would end sessions that are well. */
    @Test
    void theIngressKeepsAClientWithItsNodeAndDoesNotHangUp() {
        Map<String, String> annotations = one(Ingress.class).getMetadata().getAnnotations();

        assertThat(annotations).containsKey("nginx.ingress.kubernetes.io/upstream-hash-by");
        for (String timeout : List.of("read", "send")) {
            assertThat(Integer.parseInt(annotations.get("nginx.ingress.kubernetes.io/proxy-" + timeout + "-timeout")))
                    .isGreaterThan(45);
        }
    }

    @Test
    void nobodyButPrometheusReachesTheOperationsPort() {
        var peers = one(NetworkPolicy.class).getSpec().getIngress().stream()
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
        List<String> ports = one(Ingress.class).getSpec().getRules().stream()
                .flatMap(rule -> rule.getHttp().getPaths().stream())
                .map(path -> path.getBackend().getService().getPort().getName())
                .toList();

        assertThat(ports).containsExactlyInAnyOrder("socketio", "http");
    }

    /** Its kind is the Prometheus operator's own, so that its few fields are checked one by one. */
    @Test
    void prometheusIsSentToTheOperationsPort() {
        Map<String, Object> spec = serviceMonitor().get("spec");
        assertThat(spec).containsOnlyKeys("selector", "endpoints");
        assertThat(endpoint()).containsOnlyKeys("port", "path", "interval", "scrapeTimeout");
        Map<String, String> selector = map(map(spec.get("selector")).get("matchLabels"));
        List<Service> found = services()
                .filter(service -> service.getMetadata().getLabels().entrySet().containsAll(selector.entrySet()))
                .toList();

        assertThat(found).hasSize(1);
        assertThat(found.get(0).getSpec().getPorts().get(0).getName())
                .isEqualTo(endpoint().get("port"));
    }

    @Test
    void aPodMayDoLittle() {
        var pod = deployment().getSpec().getTemplate().getSpec();
        var own = gateway().getSecurityContext();

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
            assertThat(gateway().getEnv())
                    .filteredOn(variable -> variable.getName().equals(name))
                    .allSatisfy(variable -> assertThat(variable.getValueFrom().getSecretKeyRef())
                            .isNotNull())
                    .hasSize(1);
        }
        boolean hasSecret = objects.stream()
                .anyMatch(object -> ((HasMetadata) object).getKind().equals("Secret"));
        assertThat(hasSecret).isEqualTo(overlay.equals("dev"));
    }

    private Deployment deployment() {
        return all(Deployment.class)
                .filter(found -> found.getMetadata().getName().equals("parley"))
                .findFirst()
                .orElseThrow();
    }

    private Container gateway() {
        return deployment().getSpec().getTemplate().getSpec().getContainers().get(0);
    }

    /** Those of the gateway; the stores of a developer have their own. */
    private Stream<Service> services() {
        return all(Service.class)
                .filter(service -> service.getMetadata().getName().startsWith("parley"));
    }

    private GenericKubernetesResource serviceMonitor() {
        return one(GenericKubernetesResource.class);
    }

    private Map<String, Object> endpoint() {
        Map<String, Object> spec = serviceMonitor().get("spec");
        return map(((List<?>) spec.get("endpoints")).get(0));
    }

    @SuppressWarnings("unchecked") // as the manifest is made
    private static <V> Map<String, V> map(Object value) {
        return (Map<String, V>) value;
    }

    private <T> T one(Class<T> type) {
        List<T> found = all(type).toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private <T> Stream<T> all(Class<T> type) {
        return objects.stream().filter(type::isInstance).map(type::cast);
    }
}
