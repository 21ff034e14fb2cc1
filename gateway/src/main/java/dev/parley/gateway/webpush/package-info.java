/**
 * Web Push: reminders to browsers. Messages are encrypted for the browser (RFC 8291) and sent through its push service (RFC 8030), to
 * which Parley names itself by a signed token (RFC 8292).
 */
package dev.parley.gateway.webpush;
