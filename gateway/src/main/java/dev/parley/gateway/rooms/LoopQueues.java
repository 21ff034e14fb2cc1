package dev.parley.gateway.rooms;

import io.netty.channel.EventLoop;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The lane of each event loop that owns a socket. */
final class LoopQueues {
    private final ConcurrentMap<EventLoop, LoopQueue> lanes = new ConcurrentHashMap<>();
    private final DeliveryMetrics metrics;

    LoopQueues(DeliveryMetrics metrics) {
        this.metrics = metrics;
    }

    LoopQueue of(EventLoop loop) {
        LoopQueue lane = lanes.get(loop);
        return lane != null ? lane : lanes.computeIfAbsent(loop, own -> new LoopQueue(own, this, metrics));
    }
}
