package dev.parley.core.rules.contact;

import java.util.HashMap;
import java.util.Map;

/** Digits as words, in the languages in which they are commonly used to hide a number. */
final class DigitWords {
    private static final Map<String, Integer> VALUES = values();

    private DigitWords() {}

    /** -1 for a word that is no digit. */
    static int value(String word) {
        return word.isEmpty() ? -1 : VALUES.getOrDefault(word, -1);
    }

    private static Map<String, Integer> values() {
        Map<String, Integer> values = new HashMap<>();
        add(values, "zero one two three four five six seven eight nine");
        add(values, "null eins zwei drei vier f\u00FCnf sechs sieben acht neun");
        add(values, "cero uno dos tres cuatro cinco seis siete ocho nueve");
        add(values, "z\u00E9ro un deux trois quatre cinq six sept huit neuf");
        add(values, "zero uno due tre quattro cinque sei sette otto nove");
        values.put("oh", 0);
        values.put("o", 0);
        values.put("nought", 0);
        values.put("zwo", 2);
        return Map.copyOf(values);
    }

    private static void add(Map<String, Integer> values, String words) {
        String[] each = words.split(" ");
        for (int digit = 0; digit < each.length; digit++) {
            values.putIfAbsent(each[digit], digit);
        }
    }
}
