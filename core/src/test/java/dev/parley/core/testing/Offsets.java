package dev.parley.core.testing;

import dev.parley.core.chat.Page;
import dev.parley.core.error.ErrorCode;
import dev.parley.core.error.Rejection;
import java.util.List;
import java.util.Optional;

/** Cursors of the in-memory adapters: how many items came before. */
final class Offsets {
    private Offsets() {}

    static int parse(Optional<String> cursor) {
        try {
            return cursor.map(Integer::parseInt).orElse(0);
        } catch (NumberFormatException notOurs) {
            throw new Rejection(ErrorCode.INVALID_PAYLOAD, "unknown cursor");
        }
    }

    static <T> Page<T> page(List<T> all, int from, int limit) {
        int end = Math.min(all.size(), from + limit);
        List<T> items = all.subList(Math.min(from, end), end);
        return new Page<>(items, end < all.size() ? Optional.of(String.valueOf(end)) : Optional.empty());
    }
}
