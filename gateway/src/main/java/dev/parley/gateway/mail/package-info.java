/**
 * Reminders by e-mail: what the mail says, from templates that the business can replace, and how it is handed to a mail server. Blocking
 * code runs on threads of this package alone.
 */
package dev.parley.gateway.mail;
