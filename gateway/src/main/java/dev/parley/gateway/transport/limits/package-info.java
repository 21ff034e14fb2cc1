/**
 * Who may connect, to which host, and how much a client may make the node hold: {@code TransportLimits} has every bound. Knows neither
 * sessions nor packets.
 */
package dev.parley.gateway.transport.limits;
