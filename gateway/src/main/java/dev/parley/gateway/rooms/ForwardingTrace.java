package dev.parley.gateway.rooms;

/** Passes everything on; the base of decorators that take part in some of it. */
public abstract class ForwardingTrace implements DeliveryTrace {
    private final DeliveryTrace next;

    protected ForwardingTrace(DeliveryTrace next) {
        this.next = next;
    }

    @Override
    public void stored(byte[] id, String clientMessageId) {
        next.stored(id, clientMessageId);
    }

    @Override
    public void delivered(byte[] packet, String room, int sockets) {
        next.delivered(packet, room, sockets);
    }

    @Override
    public void published(byte[] frame, boolean taken) {
        next.published(frame, taken);
    }

    @Override
    public void joined(Member member, String room) {
        next.joined(member, room);
    }

    @Override
    public void left(Member member, String room, boolean isGone) {
        next.left(member, room, isGone);
    }

    @Override
    public void interrupted(boolean isOver) {
        next.interrupted(isOver);
    }
}
