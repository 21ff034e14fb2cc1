package dev.parley.gateway.socketio;

import dev.parley.gateway.engineio.MalformedInputException;
import java.util.Objects;

/**
 * The state of the Socket.IO side of one session: which namespaces it is in, and a packet whose attachments are missing
 * (Socket.IO 5, sections "Connection to a namespace", "Disconnection from a namespace"). Decides; the caller acts. Not
 * thread-safe.
 */
public final class SocketIoState {

    private enum Status {
        /** CONNECT received, not answered yet. */
        CONNECTING,
        CONNECTED,
        /** Disconnected by the server; packets of the client may be in flight. */
        DISCONNECTED
    }

    /** A linked list: nearly every session is in one namespace. */
    private static final class Membership {
        final String namespace;
        final Membership next;
        Status status;
        /** Hash of the auth object, which is not kept. */
        int authHash;

        Membership(String namespace, Membership next) {
            this.namespace = namespace;
            this.next = next;
        }

        Membership(Membership same, Membership next) {
            this(same.namespace, next);
            status = same.status;
            authHash = same.authHash;
        }
    }

    private Membership memberships;
    private Reassembly incomplete;

    /** A text message; the packet to act on, or null when there is none (yet). */
    public SocketPacket text(byte[] message, int from, int maxAttachments) throws MalformedInputException {
        if (incomplete != null) {
            throw new MalformedInputException("text among attachments");
        }
        SocketPacket packet = SocketIoDecoder.decode(message, from, maxAttachments);
        boolean isExpected = isExpected(packet);
        if (packet.attachments() > 0) {
            incomplete = new Reassembly(packet);
            return null;
        }
        return isExpected ? packet : null;
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
        return isExpected(packet) ? packet : null;
    }

    /** Bytes of the attachments of a packet that is not complete. */
    public long attachmentBytes() {
        return incomplete == null ? 0 : incomplete.bytes();
    }

    /** Forgets an incomplete packet: nothing comes any more. */
    public void discard() {
        incomplete = null;
    }

    /** The client sent CONNECT, possibly again; the answer is {@link #accepted} or {@link #refused}. */
    public void asked(SocketPacket connect) {
        Membership membership = membership(connect.namespace());
        if (membership == null) {
            membership = new Membership(connect.namespace(), memberships);
            memberships = membership;
        }
        membership.status = Status.CONNECTING;
        membership.authHash = authHash(connect);
    }

    public void accepted(String namespace) {
        membership(namespace).status = Status.CONNECTED;
    }

    public void refused(String namespace) {
        forget(namespace);
    }

    /** The client left. */
    public void left(String namespace) {
        forget(namespace);
    }

    /** The server disconnected the client: packets in flight are ignored. */
    public void disconnected(String namespace) {
        Membership membership = membership(namespace);
        if (membership != null) {
            membership.status = Status.DISCONNECTED;
        }
    }

    private boolean isExpected(SocketPacket packet) throws MalformedInputException {
        Membership membership = membership(packet.namespace());
        Status status = membership == null ? null : membership.status;
        boolean isConnect = packet.type() == PacketType.CONNECT;
        if (isConnect ? status != Status.CONNECTING : status == Status.CONNECTED) {
            return true;
        }
        if (isConnect ? membership.authHash != authHash(packet) : status != Status.DISCONNECTED) {
            throw new MalformedInputException(packet.type() + " in the wrong state");
        }
        return false;
    }

    /**
     * The official client sends a second CONNECT packet when {@code connect()} is called again before the answer. It is ignored if its auth
     * object is the same.
     */
    private static int authHash(SocketPacket connect) {
        return Objects.hashCode(connect.data());
    }

    private Membership membership(String namespace) {
        Membership membership = memberships;
        while (membership != null && !membership.namespace.equals(namespace)) {
            membership = membership.next;
        }
        return membership;
    }

    private void forget(String namespace) {
        Membership kept = null;
        for (Membership membership = memberships; membership != null; membership = membership.next) {
            if (!membership.namespace.equals(namespace)) {
                kept = new Membership(membership, kept);
            }
        }
        memberships = kept;
    }
}
