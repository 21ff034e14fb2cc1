package dev.parley.core.mongo;

import static com.mongodb.client.model.Filters.in;

import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.conversions.Bson;

/** Reads fields of documents that other applications write too: a value of another type counts as missing. */
final class DocumentReader {
    private DocumentReader() {}

    static Optional<String> text(Document document, String field) {
        return document.get(field) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    static boolean flag(Document document, String field) {
        return Boolean.TRUE.equals(document.get(field));
    }

    static Optional<Long> number(Document document, String field) {
        return document.get(field) instanceof Number number ? Optional.of(number.longValue()) : Optional.empty();
    }

    static Optional<Instant> time(Document document, String field) {
        return document.get(field) instanceof Date date ? Optional.of(date.toInstant()) : Optional.empty();
    }

    static List<?> list(Document document, String field) {
        return document.get(field) instanceof List<?> list ? list : List.of();
    }

    static <E extends Enum<E>> Optional<E> word(Document document, String field, E[] words) {
        return text(document, field).flatMap(text -> Stream.of(words)
                .filter(word -> word.name().equalsIgnoreCase(text))
                .findFirst());
    }

    static String word(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }

    static void append(Document document, String field, Optional<?> value) {
        value.ifPresent(present -> document.append(field, present));
    }

    static Date date(Instant time) {
        return Date.from(time);
    }

    /** False, null or missing. Deliberate: points of an index, which {@code $ne: true} is not. */
    static Bson isNot(String flag) {
        return in(flag, Arrays.asList(false, null));
    }
}
