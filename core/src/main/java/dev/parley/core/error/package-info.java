/**
 * The ways in which a use case fails: a {@link dev.parley.core.error.Rejection} that the caller is told, or a store that is
 * unavailable.
 */
package dev.parley.core.error;
