package dev.parley.gateway.socketio;

import dev.parley.gateway.engineio.MalformedInputException;
import java.util.Objects;

/**
 * The state of the Socket.IO side of one session: which namespaces it is in, and a packet whose attachments are missing
 * (Socket.IO 5, sections "Connection to a namespace", "Disconnection from a namespace"). Decides; the caller acts. Not
 * thread-safe.
 */
public final class SocketIoState {

    private enum Standing {
        /** Asked, not answered yet. */
        CONNECTING,
        CONNECTED,
        /** Sent away by the server; the client may not know yet. */
        DISMISSED
    }

    /** A list, because nearly every session is in one namespace only, and there are many sessions. */
    private static final class Seat {
        final String namespace;
        final Seat next;
        Standing standing;
        /** Tells a wish to enter from another one; the auth object itself is not kept. */
        int wish;

        Seat(String namespace, Seat next) {
            this.namespace = namespace;
            this.next = next;
        }

        Seat(Seat same, Seat next) {
            this(same.namespace, next);
            standing = same.standing;
            wish = same.wish;
        }
    }

    private Seat seats;
    private Reassembly incomplete;

    /** A text message; the packet to act on, or null when there is none (yet). */
    public SocketPacket text(byte[] message, int from, int maxAttachments) throws MalformedInputException {
        if (incomplete != null) {
            throw new MalformedInputException("text among attachments");
        }
        SocketPacket packet = SocketIoDecoder.decode(message, from, maxAttachments);
        boolean isWanted = isWanted(packet);
        if (packet.attachments() > 0) {
            incomplete = new Reassembly(packet);
            return null;
        }
        return isWanted ? packet : null;
    }

    /** A binary message; the packet that it completes, or null. */
    public SocketPacket binary(byte[] data) throws MalformedInputException {
        if (incomplete == null) {
            throw new MalformedInputException("unexpected attachment");
        }
        incomplete.add(data);
        if (!incomplete.isComplete()) {
            return null;
        }
        SocketPacket packet = incomplete.complete();
        incomplete = null;
        return isWanted(packet) ? packet : null;
    }

    /** Bytes of the attachments of a packet that is not complete. */
    public long attachmentBytes() {
        return incomplete == null ? 0 : incomplete.bytes();
    }

    /** Forgets an incomplete packet: nothing comes any more. */
    public void discard() {
        incomplete = null;
    }

    /** The client asks to enter, perhaps anew; to be answered by {@link #accepted} or {@link #refused}. */
    public void asked(SocketPacket connect) {
        Seat seat = seat(connect.namespace());
        if (seat == null) {
            seat = new Seat(connect.namespace(), seats);
            seats = seat;
        }
        seat.standing = Standing.CONNECTING;
        seat.wish = wish(connect);
    }

    public void accepted(String namespace) {
        seat(namespace).standing = Standing.CONNECTED;
    }

    public void refused(String namespace) {
        forget(namespace);
    }

    /** The client left. */
    public void left(String namespace) {
        forget(namespace);
    }

    /** The server sent the client away: what is still on its way from there is ignored. */
    public void dismissed(String namespace) {
        Seat seat = seat(namespace);
        if (seat != null) {
            seat.standing = Standing.DISMISSED;
        }
    }

    private boolean isWanted(SocketPacket packet) throws MalformedInputException {
        Seat seat = seat(packet.namespace());
        Standing standing = seat == null ? null : seat.standing;
        boolean isConnect = packet.type() == PacketType.CONNECT;
        if (isConnect ? standing != Standing.CONNECTING : standing == Standing.CONNECTED) {
            return true;
        }
        if (isConnect ? seat.wish != wish(packet) : standing != Standing.DISMISSED) {
            throw new MalformedInputException(packet.type() + " in the wrong state");
        }
        return false;
    }

    /**
     * The official client asks again when its {@code connect()} is called again before the answer is there: while it waits, the same
     * wish is one wish. With another auth object it would be somebody else.
     */
    private static int wish(SocketPacket connect) {
        return Objects.hashCode(connect.data());
    }

    private Seat seat(String namespace) {
        Seat seat = seats;
        while (seat != null && !seat.namespace.equals(namespace)) {
            seat = seat.next;
        }
        return seat;
    }

    private void forget(String namespace) {
        Seat kept = null;
        for (Seat seat = seats; seat != null; seat = seat.next) {
            if (!seat.namespace.equals(namespace)) {
                kept = new Seat(seat, kept);
            }
        }
        seats = kept;
    }
}
