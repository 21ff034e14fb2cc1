/**
 * The end of a process: termination signals, and the drain that moves the clients of a node to other nodes.
 */
package dev.parley.gateway.lifecycle;
