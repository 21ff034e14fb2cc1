package dev.parley.gateway.doctor;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * What a Redis server says about itself.
 *
 * @param address of the server
 * @param info the fields of {@code INFO}
 * @param config the result of {@code CONFIG GET}; empty where the command is not permitted
 * @param clock the server's time
 * @param readAt this machine's time, when the server told its own
 * @param roundTrip of one command
 */
record RedisState(
        String address,
        Map<String, String> info,
        Map<String, String> config,
        Instant clock,
        Instant readAt,
        Duration roundTrip) {

    String info(String field) {
        return info.getOrDefault(field, "");
    }

    long number(String field) {
        String value = info(field);
        return value.matches("\\d{1,18}") ? Long.parseLong(value) : 0;
    }
}
