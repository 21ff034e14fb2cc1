/**
 * The fields and the rate limits of log lines. Log lines hold ids and never contents.
 */
package dev.parley.gateway.logging;
