package dev.parley.gateway.ops;

import java.util.Map;
import java.util.TreeMap;

/** @param components each condition by name: {@code up} or {@code down}; a detail has words of its own */
public record Readiness(Map<String, String> components) {
    static final String UP = "up";
    static final String DOWN = "down";

    public Readiness {
        components = new TreeMap<>(components);
    }

    public boolean isReady() {
        return !components.containsValue(DOWN);
    }
}
