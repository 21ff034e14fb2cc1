/**
 * Webhooks: delivers the events of the outbox to the endpoints of a YAML file, at least once and in order per chat, on the node that
 * holds the lease of the event's shard. Each endpoint has a worker of its own.
 */
package dev.parley.gateway.webhooks;
