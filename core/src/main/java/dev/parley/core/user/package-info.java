/** Users, their roles and blocks: records, use cases and the port to the store. Knows no database. */
package dev.parley.core.user;
