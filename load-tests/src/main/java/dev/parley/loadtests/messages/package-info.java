/**
 * Drills about messages: clients that follow the protocol, and what became of each message that they sent. The restart drills run behind
 * HAProxy, the message drill injects faults through relays.
 */
package dev.parley.loadtests.messages;
