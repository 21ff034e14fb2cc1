/**
 * Handles the events of Socket.IO clients: dispatches each to a handler, which translates between payloads and use cases. Rules and
 * decisions belong to the services of {@code core}. Every event is answered within 5 s.
 */
package dev.parley.gateway.events;
