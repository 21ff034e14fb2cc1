/**
 * HTTP connections of the Socket.IO port: one request at a time, each answered once. What is done with a request lies behind
 * {@code HttpConnection.Requests}.
 */
package dev.parley.gateway.transport.http;
