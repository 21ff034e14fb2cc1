/** The commands beside running a gateway: each reads its options, asks a store or a node, prints the answer and returns an exit code. */
package dev.parley.gateway.command;
