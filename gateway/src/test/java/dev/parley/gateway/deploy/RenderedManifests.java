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
import java.util.stream.Stream;

/** The objects that kustomize renders from an overlay, read strictly. */
final class RenderedOverlay {
    private static final Duration RENDER = Duration.ofSeconds(60);

    private final List<HasMetadata> objects;

    private RenderedOverlay(List<HasMetadata> objects) {
        this.objects = objects;
    }

    /** Skips the test where kustomize is not installed. */
    static RenderedOverlay of(String overlay) {
        String yaml = Tool.require("kustomize").run(RENDER, "build", "k8s/overlays/" + overlay);
        return new RenderedOverlay(
                StrictManifests.read(yaml).stream().map(HasMetadata.class::cast).toList());
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
        return one(Deployment.class, "parley");
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
