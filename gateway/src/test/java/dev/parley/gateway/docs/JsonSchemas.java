package dev.parley.gateway.docs;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Payload records as JSON Schema, for OpenAPI 3.1 and AsyncAPI 3 alike. */
final class JsonSchemas {
    private JsonSchemas() {}

    static Map<String, Object> of(Collection<Class<?>> roots) {
        Map<String, Object> schemas = new LinkedHashMap<>();
        RecordShape.closure(roots).forEach(type -> schemas.put(type.getSimpleName(), schema(type)));
        return schemas;
    }

    static Map<String, Object> reference(Class<?> type) {
        return Map.of("$ref", "#/components/schemas/" + type.getSimpleName());
    }

    private static Map<String, Object> schema(Class<?> type) {
        if (type.isSealed()) {
            return Map.of(
                    "oneOf",
                    Arrays.stream(type.getPermittedSubclasses())
                            .map(JsonSchemas::reference)
                            .toList());
        }
        RecordShape shape = RecordShape.of(type);
        return shape.isOpen() ? Map.of("type", "object") : object(shape);
    }

    private static Map<String, Object> object(RecordShape shape) {
        Map<String, Object> properties = new LinkedHashMap<>();
        shape.fields().forEach(field -> properties.put(field.name(), property(field)));
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        List<String> required = shape.fields().stream()
                .filter(field -> !field.isOptional())
                .map(RecordShape.Field::name)
                .toList();
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        schema.put("properties", properties);
        return schema;
    }

    private static Map<String, Object> property(RecordShape.Field field) {
        Map<String, Object> value = WordFields.contains(field)
                ? ordered("type", "string", "enum", WordFields.wordsOf(field))
                : value(field.type());
        return field.mayBeNull() ? Map.of("anyOf", List.of(value, Map.of("type", "null"))) : value;
    }

    private static Map<String, Object> value(Type type) {
        if (type instanceof ParameterizedType generic) {
            return generic.getRawType() == List.class
                    ? ordered("type", "array", "items", value(generic.getActualTypeArguments()[0]))
                    : Map.of("type", "object");
        }
        if (RecordShape.isNamed(type)) {
            return reference((Class<?>) type);
        }
        return type == Instant.class
                ? ordered("type", "string", "format", "date-time")
                : Map.of("type", primitive((Class<?>) type));
    }

    private static String primitive(Class<?> type) {
        if (type == String.class || RecordShape.isId(type)) {
            return "string";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "boolean";
        }
        if (type == long.class || type == Long.class || type == int.class || type == Integer.class) {
            return "integer";
        }
        throw new IllegalArgumentException("no JSON type for " + type);
    }

    /** In the order of writing, which {@code Map.of} does not keep. */
    static Map<String, Object> ordered(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }
}
