/**
 * Engine.IO sessions on Netty, and the adapter that puts them under netty-socketio. HTTP requests and websockets enter through
 * {@code SocketIoPipeline}; packages above see a session as {@code Session} and {@code SocketHandle}. A session is owned by one event
 * loop, and every queue, buffer and wait of it is bounded by {@code TransportLimits}.
 */
package dev.parley.gateway.transport;
