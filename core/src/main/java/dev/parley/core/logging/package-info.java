/**
 * The rate limit of log lines that a client or an unavailable store can cause many times a second. Knows nothing else of Parley.
 */
package dev.parley.core.logging;
