package dev.parley.core.chat;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Part of a list.
 *
 * @param cursor opaque; asks for what follows, empty at the end
 */
public record Page<T>(List<T> items, Optional<String> cursor) {

    public Page {
        items = List.copyOf(items);
    }

    public <R> Page<R> map(Function<T, R> each) {
        return new Page<>(items.stream().map(each).toList(), cursor);
    }
}
