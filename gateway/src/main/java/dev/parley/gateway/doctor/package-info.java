/**
 * {@code parley doctor}: examines the settings, this machine, both stores and the way of a message between two connections. Reads
 * only, but for one document that it inserts and removes. Each finding says what to do.
 */
package dev.parley.gateway.doctor;
