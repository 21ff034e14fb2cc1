/**
 * Socket.IO 5 as codecs and a state machine: packets, their attachments, the namespaces of a session, and the JSON mapper of everything
 * that is sent. Pure; malformed input is a {@code MalformedInputException} and changes nothing.
 */
package dev.parley.gateway.socketio;
