package dev.parley.gateway.wire;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Maps enumeration constants to their lower-case words on the wire. */
public final class EnumNames {
    private EnumNames() {}

    public static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** Throws {@code invalid_payload} that names {@code field} for a word that {@code type} does not have. */
    public static <E extends Enum<E>> E parse(Class<E> type, String word, String field) {
        return find(type, word)
                .orElseThrow(() -> PayloadFields.refusal(
                        field,
                        "must be one of "
                                + String.join(
                                        ", ",
                                        Arrays.stream(type.getEnumConstants())
                                                .map(EnumNames::of)
                                                .toList())));
    }

    public static <E extends Enum<E>> Optional<E> find(Class<E> type, String word) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> of(constant).equals(word))
                .findFirst();
    }
}
