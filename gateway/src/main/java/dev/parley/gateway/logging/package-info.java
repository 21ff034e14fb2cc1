/**
 * The fields and the levels of log lines. Log lines hold ids and never contents.
 */
package dev.parley.gateway.logging;
