package dev.parley.gateway.rooms;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/** Metrics of the delivery to the sockets of this node. */
public final class DeliveryMetrics {
    private static final double[] ROOM_SIZES = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000};

    private final Timer delivering;
    private final DistributionSummary members;

    public DeliveryMetrics(MeterRegistry registry) {
        delivering = Timer.builder("parley.send.stage")
                .description("Duration of the stages of a send")
                .tag("stage", "delivery")
                .register(registry);
        members = DistributionSummary.builder("parley.fanout.members")
                .description("Sockets of this node that a broadcast was for")
                .serviceLevelObjectives(ROOM_SIZES)
                .register(registry);
    }

    /** @param nanos from the hand-over to the rooms of this node until the frames are written to their sockets */
    void deliveryTook(long nanos) {
        delivering.record(nanos, TimeUnit.NANOSECONDS);
    }

    /** Counts a broadcast that has members on this node. */
    void reached(int sockets) {
        members.record(sockets);
    }
}
