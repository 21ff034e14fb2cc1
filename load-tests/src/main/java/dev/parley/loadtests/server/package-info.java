/**
 * Processes: gateways, peers, stores, HAProxy and relays, with their ports, CPU time and memory. Every process ends with this
 * program.
 */
package dev.parley.loadtests.server;
