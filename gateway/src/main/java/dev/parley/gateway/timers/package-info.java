/**
 * Runs tasks later and retries with back-off. Tasks must not block.
 */
package dev.parley.gateway.timers;
