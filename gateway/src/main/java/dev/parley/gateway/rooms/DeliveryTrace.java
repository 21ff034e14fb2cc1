package dev.parley.gateway.rooms;

/**
 * Is told what becomes of messages on this node, for {@code parley why}. Any thread; neither blocks, allocates per delivery, nor throws.
 */
public interface DeliveryTrace {
    /** Records nothing. */
    DeliveryTrace NONE = new DeliveryTrace() {
        @Override
        public void stored(byte[] id, String clientMessageId) {}

        @Override
        public void delivered(byte[] packet, String room, int sockets) {}

        @Override
        public void published(byte[] frame, boolean taken) {}

        @Override
        public void joined(Member member, String room) {}

        @Override
        public void left(Member member, String room, boolean isGone) {}

        @Override
        public void interrupted(boolean isOver) {}
    };

    /**
     * @param id of a message that MongoDB has acknowledged, 24 hexadecimal digits
     * @param clientMessageId null when the client chose none
     */
    void stored(byte[] id, String clientMessageId);

    /** @param sockets of this node in the room; the packet has been handed to them */
    void delivered(byte[] packet, String room, int sockets);

    /** @param taken whether Redis has taken the message; otherwise it is lost, and its channel will be told to resync */
    void published(byte[] frame, boolean taken);

    /** On the member's event loop. */
    void joined(Member member, String room);

    /** On the member's event loop. @param isGone the socket has disconnected */
    void left(Member member, String room, boolean isGone);

    /** This node may miss what others publish. @param isOver it hears again, and its sockets were told to resync */
    void interrupted(boolean isOver);
}
