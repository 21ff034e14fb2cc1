/**
 * Faults of nodes and stores, and seeded schedules of them. Knows processes and TCP relays, and nothing of messages or presence. Used
 * by the drills.
 */
package dev.parley.loadtests.fault;
