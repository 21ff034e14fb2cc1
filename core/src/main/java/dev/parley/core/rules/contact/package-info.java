/**
 * Finds contact details in a text: e-mail addresses, web addresses, messenger handles and phone numbers, also spelled out or
 * split. Pure functions. The time is linear in the length of the text, whatever the text.
 */
package dev.parley.core.rules.contact;
