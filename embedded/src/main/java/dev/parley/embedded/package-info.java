/**
 * The stores of the quick start: a real redis-server from the jar, and a MongoDB-compatible server with a file under the data
 * directory. What they acknowledged survives a {@code kill -9}. Not part of a production installation.
 */
package dev.parley.embedded;
