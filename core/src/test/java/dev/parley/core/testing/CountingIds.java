package dev.parley.core.testing;

import dev.parley.core.id.IdGenerator;
import java.util.concurrent.atomic.AtomicLong;

/** Ids of 24 hexadecimal digits: ...01, ...02, ...03. */
public final class CountingIds implements IdGenerator {
    private final AtomicLong last = new AtomicLong();

    @Override
    public String next() {
        return String.format("%024x", last.incrementAndGet());
    }
}
