package dev.parley.core.rules;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Texts that cost a naive search the most, of any length. */
final class HostileTexts {
    private static final String[] FRAGMENTS = {
        "a",
        "1",
        " ",
        ".",
        "@",
        "-",
        "insta",
        "telegram ",
        " at ",
        " dot ",
        "(at)",
        "[dot]",
        "one ",
        "zero",
        "+",
        "0",
        "www.",
        "http://",
        "com",
        ".com",
        "12:30 ",
        "23.11.2026 ",
        "1.000.",
        "(",
        ")",
        "_",
        "/",
        "\u00E4",
        "\uD83D\uDE00",
        "\u200B",
        "call ",
        "order ",
        "double ",
        "gmail",
        "\uFF11",
        "\n",
        "415-555-2671 ",
        "+49176",
        "a1",
        ":",
        "=",
        "id "
    };

    private HostileTexts() {}

    /** By a description of each. */
    static Map<String, String> ofLength(int length, long seed) {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("insta, spaces, x", "insta" + " ".repeat(length - 6) + "x");
        for (String one : FRAGMENTS) {
            texts.put("only '" + one + "'", repeated(one, length));
        }
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            String period = mixed(random, 1 + random.nextInt(6));
            texts.put("period '" + period + "'", repeated(period, length));
        }
        for (int i = 0; i < 100; i++) {
            texts.put("mixture " + i, repeated(mixed(random, length / 3), length));
        }
        return texts;
    }

    private static String mixed(Random random, int fragments) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < fragments; i++) {
            text.append(FRAGMENTS[random.nextInt(FRAGMENTS.length)]);
        }
        return text.toString();
    }

    private static String repeated(String period, int length) {
        String text = period.repeat(length / period.length() + 1).substring(0, length);
        return Character.isHighSurrogate(text.charAt(length - 1)) ? text.substring(0, length - 1) : text;
    }
}
