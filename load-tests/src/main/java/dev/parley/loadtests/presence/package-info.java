/**
 * The presence drill: simulated devices that connect, reload, roam and leave at random, observers on every node, and the comparison of
 * what the observers hear with what the devices did. All state is on the clients' event loop.
 */
package dev.parley.loadtests.presence;
