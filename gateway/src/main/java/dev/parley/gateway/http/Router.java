package dev.parley.gateway.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Finds the target of a path. An exact segment wins over a placeholder, in whatever order they were added. */
final class Router<T> {
    private final Node<T> root = new Node<>();

    /** @param values of the placeholders, decoded */
    record Match<T>(String template, Map<String, T> byMethod, Map<String, String> values) {}

    void add(String method, String template, T target) {
        Node<T> node = root;
        for (String segment : segments(template)) {
            node = node.childFor(segment);
        }
        node.template = template;
        if (node.byMethod.putIfAbsent(method, target) != null) {
            throw new IllegalArgumentException("declared twice: " + method + " " + template);
        }
    }

    /** Throws 404 when no template fits, 400 when an escape is malformed. */
    Match<T> match(String path) {
        Map<String, String> values = new HashMap<>();
        Node<T> node = root;
        for (String segment : segments(path)) {
            node = node.step(UriText.segment(segment), values);
            if (node == null) {
                throw notFound();
            }
        }
        if (node.template == null) {
            throw notFound();
        }
        return new Match<>(node.template, node.byMethod, Map.copyOf(values));
    }

    private static HttpException notFound() {
        return new HttpException(404, "there is nothing at this path");
    }

    private static List<String> segments(String path) {
        if (!path.startsWith("/")) {
            throw notFound();
        }
        return List.of(path.substring(1).split("/", -1));
    }

    private static final class Node<T> {
        private final Map<String, Node<T>> exact = new HashMap<>();
        private final Map<String, T> byMethod = new TreeMap<>();
        private Node<T> placeholder;
        private String placeholderName;
        private String template;

        Node<T> childFor(String segment) {
            if (!segment.startsWith("{")) {
                return exact.computeIfAbsent(segment, name -> new Node<>());
            }
            if (placeholder == null) {
                placeholder = new Node<>();
                placeholderName = segment.substring(1, segment.length() - 1);
            }
            return placeholder;
        }

        Node<T> step(String segment, Map<String, String> values) {
            Node<T> next = exact.get(segment);
            if (next == null && placeholder != null && !segment.isEmpty()) {
                values.put(placeholderName, segment);
                next = placeholder;
            }
            return next;
        }
    }
}
