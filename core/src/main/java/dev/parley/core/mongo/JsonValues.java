package dev.parley.core.mongo;

import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.bson.types.ObjectId;

/** JSON trees in BSON and back: what another application put there comes out as the nearest JSON value. */
final class JsonValues {
    private JsonValues() {}

    static Document toStored(Map<String, Object> data) {
        Document document = new Document();
        data.forEach((name, value) -> document.append(name, stored(value)));
        return document;
    }

    static Map<String, Object> fromStored(Document document) {
        Map<String, Object> data = new LinkedHashMap<>();
        document.forEach((name, value) -> data.put(name, json(value)));
        return data;
    }

    private static Object stored(Object value) {
        if (value instanceof Map<?, ?> map) {
            Document document = new Document();
            map.forEach((name, each) -> document.append(String.valueOf(name), stored(each)));
            return document;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(JsonValues::stored).toList();
        }
        if (value instanceof Number number && !(value instanceof Integer || value instanceof Long)) {
            return number.doubleValue();
        }
        return value;
    }

    private static Object json(Object value) {
        if (value instanceof Document document) {
            return fromStored(document);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(JsonValues::json).toList();
        }
        if (value instanceof Date date) {
            return date.toInstant().toString();
        }
        return value instanceof ObjectId id ? id.toHexString() : plain(value);
    }

    private static Object plain(Object value) {
        boolean isJson =
                value == null || value instanceof String || value instanceof Boolean || value instanceof Number;
        return isJson ? value : String.valueOf(value);
    }
}
