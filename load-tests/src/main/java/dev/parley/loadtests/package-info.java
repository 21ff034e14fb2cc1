/**
 * The programs that {@code load-tests/bench} and {@code load-tests/drill} start. The module knows the wire protocols and
 * command lines of the servers, and none of their classes.
 */
package dev.parley.loadtests;
