/**
 * The HTTP port: REST routes, problem documents, the API documents and the demo page. A route is declared in {@code Routes}, from
 * which the OpenAPI document is rendered, and bound to a use case in one of the {@code *Routes} classes. Every caller has a quota,
 * and every request is answered within 5 s after its body was read.
 */
package dev.parley.gateway.http;
