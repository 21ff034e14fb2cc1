/** The client of Parley for back ends in Java. It speaks the REST API with the HTTP client of the JDK and depends on nothing else. */
package dev.parley.client;
