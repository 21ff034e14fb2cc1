/** Files of the operator that are read again when they change. */
package dev.parley.gateway.files;
