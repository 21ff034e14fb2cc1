package dev.parley.gateway.socketio;

/** The packet types of Socket.IO 5, in the order of their numbers on the wire (section "Packet types"). */
public enum PacketType {
    CONNECT,
    DISCONNECT,
    EVENT,
    ACK,
    CONNECT_ERROR,
    BINARY_EVENT,
    BINARY_ACK;

    private static final PacketType[] BY_NUMBER = values();

    /** Null when {@code digit} is not the number of a type. */
    static PacketType of(int digit) {
        int number = digit - '0';
        return number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : null;
    }

    char digit() {
        return (char) ('0' + ordinal());
    }

    boolean isBinary() {
        return this == BINARY_EVENT || this == BINARY_ACK;
    }

    /** The type that announces attachments. */
    PacketType binary() {
        return this == EVENT ? BINARY_EVENT : BINARY_ACK;
    }
}
