/**
 * What became of a message: a bounded recorder outside the heap on each node, the question to all nodes of the cluster, and the answer in
 * words ({@code parley why}). Nothing here is on the way of a message but the recorder's few writes.
 */
package dev.parley.gateway.trace;
