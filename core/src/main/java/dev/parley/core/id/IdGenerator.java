package dev.parley.core.id;

/** Source of new ids: 24 hexadecimal digits, sortable by time and unique in production, counted in tests. */
@FunctionalInterface
public interface IdGenerator {
    String next();
}
