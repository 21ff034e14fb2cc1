package dev.parley.gateway.fanout;

import io.netty.channel.EventLoop;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The lane of each event loop that owns a socket. */
final class Lanes {
    private final ConcurrentMap<EventLoop, Lane> lanes = new ConcurrentHashMap<>();
    private final FanOutMetrics metrics;

    Lanes(FanOutMetrics metrics) {
        this.metrics = metrics;
    }

    Lane of(EventLoop loop) {
        Lane lane = lanes.get(loop);
        return lane != null ? lane : lanes.computeIfAbsent(loop, own -> new Lane(own, this, metrics));
    }
}
