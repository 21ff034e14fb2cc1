package dev.parley.gateway.deploy;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.yaml.snakeyaml.Yaml;

/** Rendered manifests without what distinguishes Helm from kustomize: its own labels, the order of variables, blank lines. */
final class ComparableManifests {
    private static final Set<String> OF_HELM = Set.of(
            "app.kubernetes.io/instance",
            "app.kubernetes.io/managed-by",
            "app.kubernetes.io/version",
            "helm.sh/chart",
            "imagePullPolicy");

    private ComparableManifests() {}

    /** The objects by kind and name. */
    static Map<String, Object> of(String yaml) {
        Map<String, Object> objects = new TreeMap<>();
        for (Object document : new Yaml().loadAll(yaml)) {
            Map<String, Object> object = RenderedManifests.map(document);
            String name =
                    RenderedManifests.map(object.get("metadata")).get("name").toString();
            objects.put(object.get("kind") + " " + name, comparable(object));
        }
        return objects;
    }

    private static Object comparable(Object value) {
        if (value instanceof Map<?, ?> map) {
            return comparable(map);
        }
        if (value instanceof List<?> list) {
            return list.stream()
                    .map(ComparableManifests::comparable)
                    .sorted(Comparator.comparing(ComparableManifests::variable))
                    .toList();
        }
        return value instanceof String text ? text.strip() : value;
    }

    private static Object comparable(Map<?, ?> map) {
        Map<String, Object> all = new TreeMap<>();
        map.forEach((key, value) -> {
            if (!OF_HELM.contains(key)) {
                all.put(key.toString(), comparable(value));
            }
        });
        return all;
    }

    /** Sorts environment variables by name and leaves every other list as it is, because the sort is stable. */
    private static String variable(Object entry) {
        return entry instanceof Map<?, ?> map && String.valueOf(map.get("name")).startsWith("PARLEY_")
                ? map.get("name").toString()
                : "";
    }
}
