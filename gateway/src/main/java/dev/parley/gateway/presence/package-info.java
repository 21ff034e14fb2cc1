/**
 * Announces presence changes to the audience, persists them for the application's other readers, and reconciles what was lost. Nothing
 * here decides who is online: that is the presence module's.
 */
package dev.parley.gateway.presence;
