/**
 * HTTP requests that the gateway sends to servers of the business: bounded in time, concurrency and size, signed, and never to a
 * private address unless that is allowed.
 */
package dev.parley.gateway.outgoing;
