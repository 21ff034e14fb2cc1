/** Notifications of a user: records, pure rules, use cases and the ports they need. Knows no database and no socket. */
package dev.parley.core.notification;
