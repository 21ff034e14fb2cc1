package dev.parley.core.rules;

import dev.parley.core.rules.contact.ContactDetails;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Masks the contact details of one message and collects their kinds. Of a text that is longer than the payload rule allows only the
 * beginning is looked at. Not thread-safe.
 */
final class MaskedDetails {
    private static final int LONGEST_TEXT = 2 * PayloadRule.MAX_CODE_POINTS;

    private final Set<String> kinds = new LinkedHashSet<>();

    boolean isEmpty() {
        return kinds.isEmpty();
    }

    List<String> kinds() {
        return List.copyOf(kinds);
    }

    String mask(String text) {
        int looked = Math.min(text.length(), LONGEST_TEXT);
        ContactDetails found = ContactDetails.in(text.substring(0, looked));
        kinds.addAll(found.kinds());
        return found.isEmpty() ? text : found.masked() + text.substring(looked);
    }

    /** The same JSON values with each text masked. */
    Map<String, Object> mask(Map<?, ?> data) {
        Map<String, Object> masked = new LinkedHashMap<>();
        data.forEach((name, value) -> masked.put(String.valueOf(name), value(value)));
        return masked;
    }

    private Object value(Object value) {
        if (value instanceof String text) {
            return mask(text);
        }
        if (value instanceof Map<?, ?> map) {
            return mask(map);
        }
        return value instanceof List<?> list ? list(list) : value;
    }

    private List<Object> list(List<?> values) {
        List<Object> masked = new ArrayList<>(values.size());
        values.forEach(value -> masked.add(value(value)));
        return masked;
    }
}
