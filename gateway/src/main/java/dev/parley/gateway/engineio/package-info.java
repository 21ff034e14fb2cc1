/**
 * Engine.IO 4 as codecs and state machines: requests, packets, polling payloads, the state of a session and its heartbeat. Pure: bytes and
 * times go in, packets and instructions come out; no channel, no thread, no clock.
 */
package dev.parley.gateway.engineio;
