/**
 * Command-line tools for the database of an application with models of its own: says what Parley cannot read, and adds Parley's fields
 * beside the application's. Blocks; nothing of a running gateway uses it.
 */
package dev.parley.core.migration;
