package dev.parley.loadtests.lab;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The words after a program's name, as {@code --name=value}. */
public final class Options {

    private Options() {}

    public static Map<String, String> of(List<String> words) {
        Map<String, String> given = new HashMap<>();
        for (String word : words) {
            String[] parts = word.replaceFirst("^--", "").split("=", 2);
            given.put(parts[0], parts.length == 2 ? parts[1] : "");
        }
        return given;
    }
}
