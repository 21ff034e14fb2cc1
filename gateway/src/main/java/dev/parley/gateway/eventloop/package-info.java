/**
 * The event loops that sockets, Redis, MongoDB and REST of a node share, and the kernel interfaces they may use. Nothing may block on them.
 */
package dev.parley.gateway.eventloop;
