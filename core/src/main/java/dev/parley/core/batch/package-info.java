/** Batching: items that arrive while earlier batches are in flight are handled together. */
package dev.parley.core.batch;
