package dev.parley.gateway.deploy;

import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.yaml.snakeyaml.Yaml;

/** Parses manifests as strictly as an API server: unknown fields and wrong types are errors. */
final class StrictManifests {
    /** Knows which model a kind has, and is generous otherwise. */
    private static final KubernetesSerialization MODELS = new KubernetesSerialization();

    private static final JsonMapper STRICT = mapper();

    private StrictManifests() {}

    /** A mapper that converts neither "3" to a number nor 5000 to text. */
    private static JsonMapper mapper() {
        JsonMapper mapper = JsonMapper.builder().build();
        for (LogicalType number : List.of(LogicalType.Integer, LogicalType.Float, LogicalType.Boolean)) {
            mapper.coercionConfigFor(number).setCoercion(CoercionInputShape.String, CoercionAction.Fail);
        }
        for (CoercionInputShape shape :
                List.of(CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean)) {
            mapper.coercionConfigFor(LogicalType.Textual).setCoercion(shape, CoercionAction.Fail);
        }
        return mapper;
    }

    /** Every object of a stream of YAML documents. Throws {@link IllegalArgumentException} naming what is wrong. */
    static List<Object> read(String yaml) {
        List<Object> objects = new ArrayList<>();
        for (Object document : new Yaml().loadAll(yaml)) {
            objects.add(read(document));
        }
        return objects;
    }

    private static Object read(Object document) {
        Object object;
        try {
            String json = MODELS.asJson(document);
            object = STRICT.readValue(json, MODELS.unmarshal(json).getClass());
        } catch (IOException | RuntimeException wrong) {
            throw new IllegalArgumentException(
                    kind(document) + ": " + rootOf(wrong).getMessage(), wrong);
        }
        Map<String, Object> unknown = new TreeMap<>();
        new UnknownFields(unknown).in(kind(document), object);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("unknown field or wrong type: " + unknown);
        }
        return object;
    }

    private static Throwable rootOf(Throwable failure) {
        return failure.getCause() == null ? failure : rootOf(failure.getCause());
    }

    private static String kind(Object document) {
        return String.valueOf(((Map<?, ?>) document).get("kind"));
    }
}
