/** Embedded stores for a start without any. Only this package depends on their module, which a production installation lacks. */
package dev.parley.gateway.quickstart;
