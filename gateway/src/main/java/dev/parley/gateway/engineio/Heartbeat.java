package dev.parley.gateway.engineio;

/**
 * Engine.IO 4, section "Heartbeat": the server pings an interval after the last pong, and the client has a timeout to answer.
 * Times are milliseconds of one clock that never goes back.
 */
public final class Heartbeat {

    /** What is due. */
    public enum Beat {
        NOTHING,
        PING,
        TIMEOUT
    }

    private static final long NONE = Long.MAX_VALUE;

    private long pingAt;
    private long pongBy = NONE;
    private boolean isMissed;

    public Heartbeat(long now, long interval) {
        pingAt = now + interval;
    }

    /** When to ask {@link #beat} again. */
    public long nextAt() {
        return Math.min(pingAt, pongBy);
    }

    /**
     * What is due now; a ping is due once. A missing pong is a timeout when it is still missing the next time: on a busy machine it
     * may have come already and wait to be read.
     */
    public Beat beat(long now, long timeout) {
        if (now >= pongBy) {
            Beat missed = isMissed ? Beat.TIMEOUT : Beat.NOTHING;
            isMissed = true;
            return missed;
        }
        if (now < pingAt) {
            return Beat.NOTHING;
        }
        pongBy = allowance(now, timeout) + timeout;
        pingAt = NONE;
        return Beat.PING;
    }

    /** Whether the client has been silent for too long, pinged or not. */
    public boolean isOverdue(long now, long timeout) {
        return now >= pongBy || (pingAt != NONE && now >= pingAt + timeout);
    }

    public void pong(long now, long interval) {
        pingAt = now + interval;
        pongBy = NONE;
        isMissed = false;
    }

    /** A ping that we send a little late does not move the deadline; after a long pause of ours the client gets its full time. */
    private long allowance(long now, long timeout) {
        return now - pingAt > timeout / 4 ? now : pingAt;
    }
}
