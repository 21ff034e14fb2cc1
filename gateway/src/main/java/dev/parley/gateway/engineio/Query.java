package dev.parley.gateway.engineio;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The path and the parameters of a request target, read as leniently as Node's {@code querystring} does: a malformed escape stands for
 * itself, and only {@code &} separates parameters.
 *
 * @param path as in the request, not decoded
 */
public record Query(String path, Map<String, List<String>> parameters) {

    /** As in Node; later ones are ignored. */
    private static final int MAX_PARAMETERS = 1_000;

    public static Query of(String target) {
        int fragment = target.indexOf('#');
        String whole = fragment < 0 ? target : target.substring(0, fragment);
        int question = whole.indexOf('?');
        return question < 0
                ? new Query(whole, Map.of())
                : new Query(whole.substring(0, question), parse(whole.substring(question + 1)));
    }

    /** The first value of a parameter, null when there is none. */
    public String first(String name) {
        List<String> values = parameters.get(name);
        return values == null ? null : values.get(0);
    }

    private static Map<String, List<String>> parse(String query) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        int start = 0;
        for (int count = 0; start < query.length() && count < MAX_PARAMETERS; count++) {
            int end = query.indexOf('&', start);
            end = end < 0 ? query.length() : end;
            if (end > start) {
                add(parameters, query.substring(start, end));
            }
            start = end + 1;
        }
        return parameters;
    }

    private static void add(Map<String, List<String>> parameters, String parameter) {
        int equals = parameter.indexOf('=');
        String name = decode(equals < 0 ? parameter : parameter.substring(0, equals));
        String value = equals < 0 ? "" : decode(parameter.substring(equals + 1));
        parameters.computeIfAbsent(name, same -> new ArrayList<>(1)).add(value);
    }

    private static String decode(String text) {
        if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
            return text;
        }
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        var decoded = new ByteArrayOutputStream(encoded.length);
        for (int i = 0; i < encoded.length; i++) {
            int escaped = encoded[i] == '%' && i + 2 < encoded.length ? hex(encoded[i + 1], encoded[i + 2]) : -1;
            if (escaped >= 0) {
                decoded.write(escaped);
                i += 2;
            } else {
                decoded.write(encoded[i] == '+' ? ' ' : encoded[i]);
            }
        }
        return decoded.toString(StandardCharsets.UTF_8);
    }

    /** Negative when one of the characters is no hexadecimal digit. */
    private static int hex(byte high, byte low) {
        int first = Character.digit(high, 16);
        int second = Character.digit(low, 16);
        return first < 0 || second < 0 ? -1 : first << 4 | second;
    }
}
