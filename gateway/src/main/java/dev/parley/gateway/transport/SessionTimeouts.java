package dev.parley.gateway.transport;

import dev.parley.gateway.engineio.Heartbeat;
import dev.parley.gateway.transport.limits.TransportLimits;
import dev.parley.gateway.transport.loop.DeadlineWheel;

/** The one deadline of a session: its next ping or missing pong, or the end of its time to enter a namespace. */
final class SessionTimeouts extends DeadlineWheel.Entry {

    /** What happens when the deadline is over. */
    interface Expiry {
        void ping();

        /** The deadline has moved: it is set again. */
        void rearm();

        void end(DisconnectReason reason);
    }

    private static final long NEVER = Long.MAX_VALUE;

    private final Expiry engine;
    private final TransportLimits limits;
    private final Heartbeat heartbeat;
    private long joinBy;

    SessionTimeouts(Expiry engine, TransportLimits limits, long now) {
        this.engine = engine;
        this.limits = limits;
        this.heartbeat = new Heartbeat(now, limits.timeouts().pingInterval().toMillis());
        this.joinBy = now + limits.timeouts().join().toMillis();
    }

    void startIn(DeadlineWheel wheel) {
        wheel.set(this, Math.min(heartbeat.nextAt(), joinBy));
    }

    void pong(DeadlineWheel wheel, long now) {
        heartbeat.pong(now, limits.timeouts().pingInterval().toMillis());
        startIn(wheel);
    }

    void joined() {
        joinBy = NEVER;
    }

    void leftAll(DeadlineWheel wheel, long now) {
        joinBy = now + limits.timeouts().join().toMillis();
        startIn(wheel);
    }

    /** Whether the client missed its pong, even if the wheel has not come round to it. */
    boolean isOverdue(long now) {
        return heartbeat.isOverdue(now, limits.timeouts().pingTimeout().toMillis());
    }

    @Override
    public void expired(long now) {
        if (now >= joinBy) {
            engine.end(DisconnectReason.NEVER_JOINED);
            return;
        }
        switch (heartbeat.beat(now, limits.timeouts().pingTimeout().toMillis())) {
            case TIMEOUT -> engine.end(DisconnectReason.PING_TIMEOUT);
            case PING -> engine.ping();
            case NOTHING -> engine.rearm();
        }
    }
}
