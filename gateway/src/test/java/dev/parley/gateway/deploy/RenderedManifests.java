package dev.parley.gateway.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The objects that kustomize renders from an overlay, or Helm from the chart, read strictly. */
final class RenderedManifests {
    static final String CHART = "chart";
    private static final Duration RENDER = Duration.ofSeconds(60);

    /** A Helm that was built from source assumes a version that is long out of support. */
    static final String[] KUBERNETES = {"--kube-version", "1.31.0"};

    private final List<HasMetadata> objects;

    private RenderedManifests(List<HasMetadata> objects) {
        this.objects = objects;
    }

    /**
     * The objects of an overlay, or of the chart with its defaults. Skips the test where kustomize or Helm is not installed.
     *
     * @param source {@link #CHART}, or the name of an overlay
     */
    static RenderedManifests of(String source) {
        return strict(source.equals(CHART) ? chart() : overlay(source));
    }

    static RenderedManifests strict(String yaml) {
        return new RenderedManifests(
                StrictManifests.read(yaml).stream().map(HasMetadata.class::cast).toList());
    }

    static String overlay(String name) {
        return Tool.require("kustomize").run(RENDER, "build", "k8s/overlays/" + name);
    }

    /** The output of {@code helm template} for a release called parley. */
    static String chart(String... options) {
        return release("parley", options);
    }

    /** The output of {@code helm template} for a release in the namespace parley. */
    static String release(String name, String... options) {
        return Tool.require("helm")
                .run(RENDER, template(name, options))
                .lines()
                // Helm reports each symbolic link on its standard error.
                .filter(line -> !line.contains("found symbolic link"))
                .collect(Collectors.joining("\n"));
    }

    /** What Helm says about values that it refuses. */
    static String refusedChart(String... options) {
        return Tool.require("helm").fail(RENDER, Map.of(), template("parley", options));
    }

    private static String[] template(String release, String... options) {
        return Stream.concat(
                        Stream.of(
                                "template",
                                release,
                                "k8s/helm/parley",
                                "--namespace",
                                "parley",
                                KUBERNETES[0],
                                KUBERNETES[1]),
                        Stream.of(options))
                .toArray(String[]::new);
    }

    Stream<String> names() {
        return objects.stream().map(object -> object.getMetadata().getName());
    }

    Stream<String> kinds() {
        return objects.stream().map(HasMetadata::getKind);
    }

    <T extends HasMetadata> Stream<T> all(Class<T> type) {
        return objects.stream().filter(type::isInstance).map(type::cast);
    }

    /** The only object of this type and name. */
    <T extends HasMetadata> T one(Class<T> type, String name) {
        return only(all(type).filter(object -> object.getMetadata().getName().equals(name)), name);
    }

    <T extends HasMetadata> T one(Class<T> type) {
        return only(all(type), type.getSimpleName());
    }

    /** The {@code spec} of the only object of a kind that has no Java model, such as those of the Prometheus operator. */
    Map<String, Object> specOf(String kind) {
        HasMetadata found =
                only(objects.stream().filter(object -> object.getKind().equals(kind)), kind);
        return map(((GenericKubernetesResource) found).get("spec"));
    }

    private static <T> T only(Stream<T> found, String name) {
        List<T> all = found.toList();
        assertThat(all).as(name).hasSize(1);
        return all.get(0);
    }

    /** The services of the gateway; the stores of the dev overlay have their own. */
    Stream<Service> services() {
        return all(Service.class)
                .filter(service -> service.getMetadata().getName().startsWith("parley"));
    }

    Deployment deployment() {
        return deployment("parley");
    }

    Deployment deployment(String name) {
        return one(Deployment.class, name);
    }

    Container gateway() {
        List<Container> containers =
                deployment().getSpec().getTemplate().getSpec().getContainers();
        assertThat(containers).hasSize(1);
        return containers.get(0);
    }

    @SuppressWarnings("unchecked") // as the manifest is written
    static <V> Map<String, V> map(Object value) {
        return (Map<String, V>) value;
    }
}
