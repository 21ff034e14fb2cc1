package dev.parley.loadtests.presence;

import dev.parley.loadtests.server.ClusterSettings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The size of a presence drill.
 *
 * @param sockets of the simulated devices; every second user has two devices
 * @param actionEvery mean time between two actions of a device
 * @param calm time without faults before the first fault and after each
 * @param seed of the devices' actions and of the faults
 */
public record PresenceDrillSize(int sockets, Duration actionEvery, Duration calm, long seed, ClusterSettings cluster) {

    Map<String, Object> asMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("sockets", sockets);
        map.put("nodes", cluster.nodes());
        map.put("secondsBetweenActions", actionEvery.toSeconds());
        map.put("calmSeconds", calm.toSeconds());
        map.put("drainSeconds", cluster.drain().toSeconds());
        map.put("seed", seed);
        return map;
    }
}
