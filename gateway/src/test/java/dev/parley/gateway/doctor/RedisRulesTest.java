package dev.parley.gateway.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.gateway.doctor.Finding.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisRulesTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Map<String, String> HEALTHY = Map.of(
            "redis_version", "7.2.4",
            "role", "master",
            "maxmemory_policy", "noeviction",
            "aof_enabled", "1",
            "rdb_last_bgsave_status", "ok",
            "connected_clients", "10",
            "maxclients", "10000");

    @Test
    void aHealthyServerHasNoFindingThatNeedsAnAction() {
        assertThat(findings(HEALTHY, "pubsub 67108864 33554432 30", NOW))
                .allSatisfy(finding -> assertThat(finding.level()).isEqualTo(Level.OK));
    }

    @ParameterizedTest
    @CsvSource({
        "redis_version, 6.2.1, PROBLEM, Redis 7",
        "role, slave, PROBLEM, name the master",
        "loading, 1, PROBLEM, wait",
        "cluster_enabled, 1, PROBLEM, two or more",
        "maxmemory_policy, allkeys-lru, WARNING, noeviction",
        "aof_enabled, 0, NOTE, appendonly",
        "rdb_last_bgsave_status, err, PROBLEM, disk",
        "connected_clients, 9000, WARNING, maxclients"
    })
    void eachFaultIsFoundAndHasAnAction(String field, String value, Level level, String action) {
        Map<String, String> info = new HashMap<>(HEALTHY);
        info.put(field, value);
        assertThat(findings(info, "pubsub 67108864 33554432 30", NOW))
                .filteredOn(finding -> finding.level() != Level.OK)
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.level()).isEqualTo(level);
                    assertThat(finding.action()).contains(action);
                });
    }

    @Test
    void evictionIsAProblemOnceMemoryIsBounded() {
        Map<String, String> info = new HashMap<>(HEALTHY);
        info.put("maxmemory_policy", "volatile-lru");
        info.put("maxmemory", "1000");
        assertThat(levels(findings(info, "pubsub 67108864 33554432 30", NOW))).contains(Level.PROBLEM);
    }

    @ParameterizedTest
    @CsvSource({
        "normal 0 0 0 slave 268435456 67108864 60 pubsub 0 0 0, WARNING",
        "normal 0 0 0 slave 268435456 67108864 60 pubsub 33554432 8388608 60, NOTE",
        "'', NOTE",
        "normal 0 0 0 pubsub 67108864 33554432 30, OK"
    })
    void theOutputBuffersOfSubscribers(String limits, Level level) {
        assertThat(levels(findings(HEALTHY, limits, NOW)))
                .filteredOn(each -> each != Level.OK)
                .isEqualTo(level == Level.OK ? List.of() : List.of(level));
    }

    @Test
    void aClockThatDiffersByMoreThanASecondIsNamed() {
        assertThat(findings(HEALTHY, "pubsub 67108864 33554432 30", NOW.minusMillis(2_500)))
                .filteredOn(finding -> finding.level() == Level.WARNING)
                .singleElement()
                .satisfies(finding -> assertThat(finding.text()).contains("2500 ms ahead of"));
    }

    private static List<Finding> findings(Map<String, String> info, String limits, Instant serverTime) {
        Map<String, String> config = limits.isEmpty() ? Map.of() : Map.of("client-output-buffer-limit", limits);
        return RedisRules.check(
                new RedisState("127.0.0.1:6379", info, config, serverTime, NOW, Duration.ofMillis(1)), false);
    }

    private static List<Level> levels(List<Finding> findings) {
        return findings.stream().map(Finding::level).toList();
    }
}
