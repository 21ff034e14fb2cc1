package dev.parley.gateway.engineio;

/** Engine.IO 4, section "Protocol": the packet types in the order of their numbers on the wire. */
public enum EnginePacketType {
    OPEN,
    CLOSE,
    PING,
    PONG,
    MESSAGE,
    UPGRADE,
    NOOP;

    private static final EnginePacketType[] BY_NUMBER = values();

    static EnginePacketType of(byte[] packet) throws MalformedInputException {
        int number = packet.length == 0 ? -1 : packet[0] - '0';
        if (number < 0 || number >= BY_NUMBER.length) {
            throw new MalformedInputException("unknown packet type");
        }
        return BY_NUMBER[number];
    }

    /** The packet of this type that carries nothing. */
    public byte[] bare() {
        return new byte[] {(byte) ('0' + ordinal())};
    }
}
