/** The load generator's clients: Socket.IO over websockets, publishers, JSON. Everything runs on one event loop. */
package dev.parley.loadtests.client;
