/**
 * Declares every event and payload on the wire once, and decodes payloads strictly. Documents and client types are rendered from it.
 * Depends on no transport.
 */
package dev.parley.gateway.wire;
