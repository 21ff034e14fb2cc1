/**
 * Connection state recovery of Socket.IO: saves the sessions of open sockets and resumes them on any node, in their rooms and with the
 * events they missed, each once and in order.
 */
package dev.parley.gateway.recovery;
