/**
 * Traces of messages for OpenTelemetry: one trace from the request that sends a message to its delivery on each node. {@code Telemetry.OFF}
 * does nothing; the SDK is loaded with {@code --otlp} only.
 */
package dev.parley.gateway.telemetry;
