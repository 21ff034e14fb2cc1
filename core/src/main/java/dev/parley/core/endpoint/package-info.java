/**
 * Servers of the business that Parley calls: which URLs are allowed, and how requests are signed. Pure; the requests themselves are the
 * gateway's.
 */
package dev.parley.core.endpoint;
