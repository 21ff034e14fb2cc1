package dev.parley.gateway.deploy;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;

/** Finds unknown fields and values of a wrong type, which the models keep in a separate map. */
final class UnknownFields {
    private static final String KEPT = "additionalProperties";
    private static final String MODELS = "io.fabric8.kubernetes.api.model";

    private final Map<String, Object> found;

    UnknownFields(Map<String, Object> found) {
        this.found = found;
    }

    void in(String path, Object value) {
        if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                in(path + "[" + i + "]", list.get(i));
            }
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((key, entry) -> in(path + "." + key, entry));
        } else if (isModel(value)) {
            fields(path, value);
        }
    }

    /** Deliberate: a custom resource has no model, so none of its fields is known. */
    private static boolean isModel(Object value) {
        return value != null
                && value.getClass().getName().startsWith(MODELS)
                && !(value instanceof GenericKubernetesResource)
                && !(value instanceof Enum);
    }

    private void fields(String path, Object model) {
        for (Class<?> type = model.getClass(); type != Object.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    field(path + "." + field.getName(), field, model);
                }
            }
        }
    }

    private void field(String path, Field field, Object model) {
        Object value = valueOf(field, model);
        if (!field.getName().equals(KEPT)) {
            in(path, value);
        } else if (value instanceof Map<?, ?> kept && !kept.isEmpty()) {
            found.put(path, kept);
        }
    }

    private static Object valueOf(Field field, Object model) {
        try {
            field.setAccessible(true);
            return field.get(model);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
