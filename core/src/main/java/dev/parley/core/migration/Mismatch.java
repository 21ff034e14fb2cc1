package dev.parley.core.migration;

/**
 * Documents that lack a field of Parley's, or hold something else in it.
 *
 * @param meaning what that means and what becomes of it
 * @param isMigrated whether the migration adds the field
 */
public record Mismatch(String collection, String field, long documents, String meaning, boolean isMigrated) {}
