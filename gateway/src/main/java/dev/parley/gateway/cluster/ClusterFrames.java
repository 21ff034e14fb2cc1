package dev.parley.gateway.cluster;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.parley.gateway.rooms.BroadcastTarget;
import dev.parley.gateway.socketio.EncodedPacket;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encodes and decodes the messages between nodes: the format of {@code createShardedAdapter} of {@code @socket.io/redis-adapter} 8 in
 * dynamic mode, for the namespace {@code /}.
 */
final class ClusterFrames {
    static final String NAMESPACE_CHANNEL = "socket.io#/#";

    private static final Logger log = LoggerFactory.getLogger(ClusterFrames.class);
    private static final int BROADCAST = 3;
    private static final int MAX_EXCEPTED = 16;
    private static final int DISCONNECT_SOCKETS = 6;
    /** The length of a Node.js socket id: the adapter takes such a room for a socket's own and gives it no channel. */
    private static final int SOCKET_ID_LENGTH = 20;
    /** {@code 42}: Engine.IO message, Socket.IO event. */
    private static final int EVENT_HEADER = 2;

    private static final byte[] AFTER_PACKET = utf8(",\"nsp\":\"/\"}}}");
    /** The same before the trace of the event, which follows in quotes. */
    private static final String BEFORE_TRACE = ",\"nsp\":\"/\"}},\"traceparent\":\"";

    private static final byte[] BEFORE_OFFSET = utf8(",\"");
    /** What follows the offset of a frame that was begun with {@link #untilOffset}. */
    private static final byte[] AFTER_OFFSET = utf8("\"],\"nsp\":\"/\"}}}");

    private final byte[] own;
    private final ClusterJson json = new ClusterJson();
    private final ClusterMsgpack msgpack;

    /** @param uid names this node among its peers; unique per start */
    ClusterFrames(String uid) {
        this.own = utf8("{\"uid\":\"" + quoted(uid) + "\"");
        this.msgpack = new ClusterMsgpack(uid);
    }

    static boolean hasChannel(String room) {
        return room.length() != SOCKET_ID_LENGTH;
    }

    static String channelOf(String room) {
        return NAMESPACE_CHANNEL + room + "#";
    }

    /** Null for the channel of the whole namespace. */
    static String roomOf(String channel) {
        int start = NAMESPACE_CHANNEL.length();
        return channel.length() > start ? channel.substring(start, channel.length() - 1) : null;
    }

    private static String channelFor(String room) {
        return hasChannel(room) ? channelOf(room) : NAMESPACE_CHANNEL;
    }

    /** One message of a broadcast, for one channel. */
    record Publication(String channel, BroadcastTarget target) {}

    /**
     * The messages of a broadcast: one for each of its rooms, on the room's own channel, so that nodes without a member read none. Each
     * excepts the rooms before it, so that a socket in several of them receives the event once. Beyond {@link #MAX_EXCEPTED} rooms it does
     * not, and such a socket receives the event once for each.
     */
    static List<Publication> publicationsOf(BroadcastTarget target) {
        List<String> rooms = target.rooms();
        if (rooms.isEmpty()) {
            return List.of(new Publication(NAMESPACE_CHANNEL, target));
        }
        if (rooms.size() == 1) {
            return List.of(new Publication(channelFor(rooms.get(0)), target));
        }
        List<Publication> publications = new ArrayList<>(rooms.size());
        List<String> except = new ArrayList<>(target.except());
        for (String room : rooms) {
            publications.add(
                    new Publication(channelFor(room), BroadcastTarget.room(room).except(except)));
            if (rooms.size() <= MAX_EXCEPTED) {
                except.add(room);
            }
        }
        return publications;
    }

    /**
     * @param packet the event as sockets receive it; its JSON is copied
     * @param args the event's arguments, for the case that {@code packet} has attachments
     */
    byte[] broadcast(BroadcastTarget target, EncodedPacket packet, String event, Object... args) {
        return tracedBroadcast(target, packet, null, event, args);
    }

    /** @param traceparent of the event, which servers that do not know the field ignore; null for none */
    byte[] tracedBroadcast(
            BroadcastTarget target, EncodedPacket packet, String traceparent, String event, Object... args) {
        if (!packet.attachments().isEmpty()) {
            return msgpack.broadcast(target, event, args);
        }
        byte[] after = traceparent == null ? AFTER_PACKET : utf8(BEFORE_TRACE + traceparent + "\"}");
        return event(target, packet.text(), packet.text().length, after);
    }

    /** A broadcast whose last argument is its offset, up to there. The packet has no attachments. */
    byte[] untilOffset(BroadcastTarget target, EncodedPacket packet) {
        return event(target, packet.text(), packet.text().length - 1, BEFORE_OFFSET);
    }

    /** With the event's arguments from {@code packet} up to {@code end}, and then {@code after}. */
    private byte[] event(BroadcastTarget target, byte[] packet, int end, byte[] after) {
        ByteArrayOutputStream out = start(BROADCAST, target, packet.length);
        out.writeBytes(utf8("},\"packet\":{\"type\":2,\"data\":"));
        out.write(packet, EVENT_HEADER, end - EVENT_HEADER);
        out.writeBytes(after);
        return out.toByteArray();
    }

    static byte[] afterOffset() {
        return AFTER_OFFSET.clone();
    }

    static byte[] withOffset(byte[] untilOffset, long offset) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(untilOffset.length + 64);
        out.writeBytes(untilOffset);
        out.writeBytes(utf8(Long.toString(offset)));
        out.writeBytes(AFTER_OFFSET);
        return out.toByteArray();
    }

    byte[] disconnect(BroadcastTarget target, boolean wholeConnection) {
        ByteArrayOutputStream out = start(DISCONNECT_SOCKETS, target, 0);
        out.writeBytes(utf8("},\"close\":" + wholeConnection + "}}"));
        return out.toByteArray();
    }

    private ByteArrayOutputStream start(int type, BroadcastTarget target, int size) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(size + 256);
        out.writeBytes(own);
        out.writeBytes(utf8(",\"nsp\":\"/\",\"type\":" + type + ",\"data\":{\"opts\":{\"rooms\":"
                + array(target.rooms()) + ",\"except\":" + array(target.except()) + ",\"flags\":{}"));
        return out;
    }

    private static String array(List<String> rooms) {
        StringBuilder array = new StringBuilder(64).append('[');
        for (String room : rooms) {
            array.append(array.length() > 1 ? ",\"" : "\"").append(quoted(room)).append('"');
        }
        return array.append(']').toString();
    }

    private static String quoted(String text) {
        return new String(JsonStringEncoder.getInstance().quoteAsString(text));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Never fails: a message that cannot be decoded is {@link ClusterMessage.Ignored}. */
    ClusterMessage read(byte[] value) {
        if (isOwn(value)) {
            return new ClusterMessage.Ignored(ClusterMessage.Reason.OWN);
        }
        try {
            return value.length > 0 && value[0] == '{' ? json.read(value) : msgpack.read(value);
        } catch (Exception e) {
            // Without the text of the exception, which contains the message.
            log.debug("A message between nodes cannot be read: {}", e.getClass().getSimpleName());
            return new ClusterMessage.Ignored(ClusterMessage.Reason.UNREADABLE);
        }
    }

    /** Without decoding it, since half of the messages that a busy node receives are its own. */
    private boolean isOwn(byte[] value) {
        return value.length > own.length && Arrays.equals(value, 0, own.length, own, 0, own.length);
    }
}
