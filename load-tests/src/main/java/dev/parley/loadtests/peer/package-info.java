/** Peers in Java that are measured beside the gateway. They run in processes of their own. */
package dev.parley.loadtests.peer;
