package dev.parley.gateway.rooms;

import io.netty.channel.EventLoop;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The queue of each event loop that owns sockets. */
final class LoopQueues {
    private final ConcurrentMap<EventLoop, LoopQueue> queues = new ConcurrentHashMap<>();
    private final DeliveryMetrics metrics;

    LoopQueues(DeliveryMetrics metrics) {
        this.metrics = metrics;
    }

    LoopQueue of(EventLoop loop) {
        LoopQueue queue = queues.get(loop);
        return queue != null ? queue : queues.computeIfAbsent(loop, own -> new LoopQueue(own, metrics));
    }
}
