/**
 * Command line, environment and rules file. Options are read and validated once, into a {@code GatewayConfig} per node; an invalid
 * value ends the start with one line that names the option.
 */
package dev.parley.gateway.config;
