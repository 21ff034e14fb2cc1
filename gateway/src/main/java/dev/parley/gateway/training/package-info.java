/**
 * A client that exercises every path of a gateway, so that the JVM records which classes and methods a gateway needs.
 *
 * <p>A program of its own, started by {@code deploy/train}; a gateway never loads it. It knows the wire and nothing of the gateway.
 */
package dev.parley.gateway.training;
