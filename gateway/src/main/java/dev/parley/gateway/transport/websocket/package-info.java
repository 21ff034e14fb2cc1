/**
 * Websocket frames (RFC 6455) and their compression (RFC 7692) on Netty, within the byte budget of the node. Knows no session.
 */
package dev.parley.gateway.transport.websocket;
