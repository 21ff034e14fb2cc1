/** The load that a node puts on itself before it is ready, so that its first clients meet code that is compiled. */
package dev.parley.gateway.selfload;
