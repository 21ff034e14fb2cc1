/**
 * Finds out who sends a request: verifies tokens with a secret or the keys of a JWKS. Knows no socket and no route. Signature checks
 * that may block run on executors of their own.
 */
package dev.parley.gateway.auth;
