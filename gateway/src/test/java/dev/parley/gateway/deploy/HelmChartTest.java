package dev.parley.gateway.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The Helm chart renders what the kustomize overlay has, and its schema refuses values that make no sense. */
class HelmChartTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String EVERYTHING = "k8s/helm/parley/ci/everything-values.yaml";
    private static final Path SCHEMA = Repository.ROOT.resolve("k8s/helm/parley/values.schema.json");
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** Set by the chart itself, or secrets, which belong in the secret. */
    private static final List<String> NOT_IN_VALUES = List.of(
            "PARLEY_PORT",
            "PARLEY_HTTP_PORT",
            "PARLEY_OPS_PORT",
            "PARLEY_HOST",
            "PARLEY_REDIS",
            "PARLEY_MONGO",
            "PARLEY_JWT_SECRET",
            "PARLEY_SMTP",
            "PARLEY_UNSUBSCRIBE_SECRET",
            "PARLEY_NODES",
            "PARLEY_NODE_ID",
            "PARLEY_RULES",
            "PARLEY_DATA_DIR",
            "PARLEY_TRUSTED_CA",
            "PARLEY_DRAIN_TIME");

    @Test
    void theChartRendersWhatTheProductionOverlayHas() {
        Map<String, Object> overlay = ComparableManifests.of(RenderedManifests.overlay("production"));
        Map<String, Object> chart =
                ComparableManifests.of(RenderedManifests.chart("--values", "k8s/helm/production-values.yaml"));

        assertThat(chart).containsOnlyKeys(overlay.keySet());
        overlay.forEach((name, object) -> assertThat(chart.get(name)).as(name).isEqualTo(object));
    }

    @Test
    void privateAuthoritiesAreMountedInTheSameWay(@TempDir(factory = InTarget.class) Path overlay) throws IOException {
        Files.writeString(overlay.resolve("kustomization.yaml"), """
                resources: [../../../k8s/overlays/production]
                components: [../../../k8s/components/trusted-ca]
                """);
        Object kustomized = ComparableManifests.of(Tool.require("kustomize").run(PATIENCE, "build", overlay.toString()))
                .get("Deployment parley");
        Object charted = ComparableManifests.of(RenderedManifests.chart(
                        "--values", "k8s/helm/production-values.yaml", "--set", "trustedCa.configMap=company-ca"))
                .get("Deployment parley");

        assertThat(charted).isEqualTo(kustomized);
    }

    @Test
    void theRouteIsThatOfTheExampleForTheGatewayApi() {
        Map<String, Object> example = ComparableManifests.of(Repository.read("k8s/examples/gateway-api.yaml"));
        Map<String, Object> chart = ComparableManifests.of(
                RenderedManifests.chart("--set", "httpRoute.enabled=true", "--set", "ingress.enabled=false"));

        assertThat(chart).doesNotContainKey("Ingress parley");
        assertThat(spec(chart, "HTTPRoute parley")).isEqualTo(spec(example, "HTTPRoute parley"));
    }

    private static Object spec(Map<String, Object> objects, String name) {
        assertThat(objects).containsKey(name);
        return RenderedManifests.map(objects.get(name)).get("spec");
    }

    @Test
    void theExampleForTheGatewayApiIsValidAndLeadsToThePortsOfTheService() {
        RenderedManifests.strict(Repository.read("k8s/examples/gateway-api.yaml"));
        Object route =
                spec(ComparableManifests.of(Repository.read("k8s/examples/gateway-api.yaml")), "HTTPRoute parley");

        assertThat(JSON.valueToTree(route).findValues("backendRefs").stream()
                        .map(backends -> backends.get(0).path("port").asInt()))
                .containsExactly((Integer) Settings.defaultOf("--port"), (Integer) Settings.defaultOf("--http-port"));
    }

    @Test
    void everyValueIsUsedAndRendersStrictly() {
        RenderedManifests all = RenderedManifests.strict(RenderedManifests.chart("--values", EVERYTHING));
        var pod = all.deployment().getSpec().getTemplate();

        assertThat(all.deployment().getSpec().getReplicas()).isEqualTo(5);
        assertThat(all.kinds()).contains("HTTPRoute").doesNotContain("HorizontalPodAutoscaler", "Ingress");
        assertThat(pod.getSpec().getPriorityClassName()).isEqualTo("chat");
        assertThat(pod.getMetadata().getAnnotations()).containsEntry("example.com/team", "chat");
        assertThat(all.gateway().getEnv())
                .filteredOn(variable -> variable.getName().equals("PARLEY_TRUSTED_CA"))
                .extracting(EnvVar::getValue)
                .containsExactly("/etc/parley-ca/ca.pem");
        assertThat(RenderedManifests.chart("--values", EVERYTHING))
                .contains("release: kube-prometheus-stack")
                .contains("/etc/parley-more")
                .contains("https://runbooks.example.com/parley.md#parleynodedown")
                .contains("per-minute: 60");
    }

    @Test
    void theGracePeriodFollowsTheDrainTime() {
        RenderedManifests slow = RenderedManifests.strict(RenderedManifests.chart("--set", "drainSeconds=120"));

        assertThat(slow.deployment().getSpec().getTemplate().getSpec().getTerminationGracePeriodSeconds())
                .isEqualTo(5 + 120 + 15);
        assertThat(slow.gateway().getEnv()).contains(new EnvVar("PARLEY_DRAIN_TIME", "120s", null));
    }

    @Test
    void twoReleasesOfOneNamespaceShareNothing() {
        RenderedManifests first = RenderedManifests.of(RenderedManifests.CHART);
        RenderedManifests second = RenderedManifests.strict(RenderedManifests.release("staging"));

        assertThat(second.names()).allMatch(name -> name.startsWith("staging-parley"));
        assertThat(second.deployment("staging-parley").getSpec().getSelector())
                .isNotEqualTo(first.deployment().getSpec().getSelector());
    }

    @ParameterizedTest
    @CsvSource({
        "drainSecond=5,drainSecond",
        "drainSeconds=0,drainSeconds",
        "image.pullPolicy=Sometimes,pullPolicy",
        "replicas=three,replicas",
        "settings.PARLEY_REDDIS=x,PARLEY_REDDIS",
        "settings.PARLEY_DRAIN_TIME=1s,PARLEY_DRAIN_TIME",
        "settings.PARLEY_JWT_SECRET=0123456789abcdef0123456789abcdef,PARLEY_JWT_SECRET",
        "settings.PARLEY_SMTP=smtp://user:password@mail.example:587,PARLEY_SMTP",
        "settings.PARLEY_UNSUBSCRIBE_SECRET=0123456789abcdef0123456789abcdef,PARLEY_UNSUBSCRIBE_SECRET",
        "settings.PARLEY_OTLP=https://user:password@collector.example:4318,PARLEY_OTLP",
        "settings.PARLEY_JWKS_URL=https://user:password@id.example/keys,PARLEY_JWKS_URL",
        "resources.limits.memory=lots,memory",
        "rules.rate=fast,rate"
    })
    void theSchemaRefuses(String value, String named) {
        assertThat(RenderedManifests.refusedChart("--set", value)).contains(named);
    }

    @Test
    void helmFindsNothingToComplainAbout() {
        Tool.require("helm")
                .run(
                        PATIENCE,
                        "lint",
                        "--strict",
                        "k8s/helm/parley",
                        "--values",
                        EVERYTHING,
                        RenderedManifests.KUBERNETES[0],
                        RenderedManifests.KUBERNETES[1]);
    }

    /** Rewrite it with {@code -Drewrite}. */
    @Test
    void theSettingsOfTheSchemaAreThoseOfTheCode() throws IOException {
        ObjectNode schema = (ObjectNode) JSON.readTree(Repository.read(SCHEMA));
        ArrayNode names = ((ObjectNode) schema.at("/properties/settings/propertyNames")).putArray("enum");
        Settings.variables().stream()
                .filter(name -> !NOT_IN_VALUES.contains(name))
                .sorted()
                .forEach(names::add);
        String rendered = JSON.writeValueAsString((JsonNode) schema) + "\n";
        if (System.getProperty("rewrite") != null) {
            Files.writeString(SCHEMA, rendered);
        }
        assertThat(Repository.read(SCHEMA)).isEqualTo(rendered);
    }

    /** Kustomize reads resources by relative paths only. */
    private static final class InTarget implements TempDirFactory {
        @Override
        public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext test) throws IOException {
            return Files.createTempDirectory(Path.of("target").toAbsolutePath(), "overlay");
        }
    }
}
