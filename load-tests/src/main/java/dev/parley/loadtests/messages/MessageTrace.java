package dev.parley.loadtests.messages;

/** The times of one message, from the acknowledgement until both participants can show it. */
final class MessageTrace {

    private static final int PARTICIPANTS = 2;

    private int phase;
    private long acknowledgedAt;
    private long lastShownAt;
    private boolean isAcknowledged;
    private int live;
    private int shown;

    void acknowledged(int inPhase, long nanoTime) {
        if (!isAcknowledged) {
            isAcknowledged = true;
            phase = inPhase;
            acknowledgedAt = nanoTime;
        }
    }

    void receivedLive() {
        live++;
    }

    void shown(long nanoTime) {
        shown++;
        lastShownAt = nanoTime;
    }

    int phase() {
        return phase;
    }

    boolean isAcknowledged() {
        return isAcknowledged;
    }

    boolean isLiveForBoth() {
        return live == PARTICIPANTS;
    }

    boolean isShownToBoth() {
        return shown == PARTICIPANTS;
    }

    /** 0 if it was shown before it was acknowledged. */
    long millisUntilShown() {
        return Math.max(0, lastShownAt - acknowledgedAt) / 1_000_000;
    }
}
