package dev.parley.gateway.engineio;

/**
 * The state of one session, as the server sees it: which transport carries it, and how far an upgrade has come (Engine.IO 4,
 * sections "Upgrade" and "Heartbeat"). Decides; the caller acts. Not thread-safe.
 */
public final class EngineState {

    /** What a packet asks the caller to do. */
    public enum Step {
        NOTHING,
        /** Hand the message to the protocol above. */
        DELIVER,
        /** The client is alive. */
        PONG,
        /** Answer {@code 3probe} on the websocket, and end a waiting poll with a noop. */
        PROBED,
        /** Everything goes over the websocket from here on. */
        UPGRADED,
        /** End the session, which the client has closed. */
        CLOSE
    }

    private enum Phase {
        POLLING,
        /** Polling, with a websocket that has not probed yet. */
        OFFERED,
        /** Polling, with a websocket that works. */
        PROBED,
        WEBSOCKET
    }

    private Phase phase;

    public EngineState(EngineTransport opened) {
        phase = opened == EngineTransport.POLLING ? Phase.POLLING : Phase.WEBSOCKET;
    }

    /** The transport that carries messages now. */
    public EngineTransport transport() {
        return phase == Phase.WEBSOCKET ? EngineTransport.WEBSOCKET : EngineTransport.POLLING;
    }

    public boolean isPolling() {
        return phase != Phase.WEBSOCKET;
    }

    /** Whether a waiting poll is to be ended, so that the client can finish its upgrade. */
    public boolean isProbed() {
        return phase == Phase.PROBED;
    }

    /** A websocket opened for this session. False when the session has one already; the caller closes the new one. */
    public boolean offerWebSocket() {
        if (phase != Phase.POLLING) {
            return false;
        }
        phase = Phase.OFFERED;
        return true;
    }

    /** The websocket of an unfinished upgrade has closed; the session continues with polling. */
    public void withdrawWebSocket() {
        if (phase != Phase.WEBSOCKET) {
            phase = Phase.POLLING;
        }
    }

    /** A text packet came over {@code via}. */
    public Step received(byte[] packet, EngineTransport via) throws MalformedInputException {
        EnginePacketType type = EnginePacketType.of(packet);
        if (via != transport()) {
            return upgrading(type, packet);
        }
        return switch (type) {
            case MESSAGE -> Step.DELIVER;
            case PONG -> bare(packet, Step.PONG);
            case CLOSE -> Step.CLOSE;
            case NOOP -> bare(packet, Step.NOTHING);
            case OPEN, PING, UPGRADE -> throw new MalformedInputException("unexpected " + type);
        };
    }

    /** A binary message came over {@code via}. */
    public void receivedBinary(EngineTransport via) throws MalformedInputException {
        if (via != transport()) {
            throw new MalformedInputException("message before the upgrade");
        }
    }

    /** Section "Upgrade": first the probe, then the upgrade packet, and nothing else. */
    private Step upgrading(EnginePacketType type, byte[] packet) throws MalformedInputException {
        if (phase == Phase.OFFERED && isProbe(packet)) {
            phase = Phase.PROBED;
            return Step.PROBED;
        }
        if (phase == Phase.PROBED && type == EnginePacketType.UPGRADE) {
            phase = Phase.WEBSOCKET;
            return bare(packet, Step.UPGRADED);
        }
        throw new MalformedInputException("unexpected " + type + " in an upgrade");
    }

    private static boolean isProbe(byte[] packet) {
        return packet.length == 6
                && packet[0] == '2'
                && packet[1] == 'p'
                && packet[2] == 'r'
                && packet[3] == 'o'
                && packet[4] == 'b'
                && packet[5] == 'e';
    }

    private static Step bare(byte[] packet, Step step) throws MalformedInputException {
        if (packet.length > 1) {
            throw new MalformedInputException("unexpected payload");
        }
        return step;
    }
}
