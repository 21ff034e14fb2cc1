package dev.parley.gateway.redis;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.DecoderException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Decodes what Redis sends on a connection with subscriptions (RESP2): arrays that begin with their kind, and errors. On the
 * connection's event loop.
 */
final class PushDecoder extends ByteToMessageDecoder {
    private static final int NOT_COMPLETE = -2;
    private static final int LONGEST_LINE = 64 * 1024;

    /** Receives what was decoded, in order. */
    interface Receiver {

        void message(String channel, byte[] value);

        /** @param kind such as {@code ssubscribe} or {@code pong}. @param channel empty when there is none */
        void reply(String kind, String channel);

        void error(String text);
    }

    private final Receiver receiver;

    PushDecoder(Receiver receiver) {
        this.receiver = receiver;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        while (in.isReadable()) {
            int start = in.readerIndex();
            if (!decodeOne(in)) {
                in.readerIndex(start);
                return;
            }
        }
    }

    private boolean decodeOne(ByteBuf in) {
        byte type = in.readByte();
        return switch (type) {
            case '*' -> decodeArray(in);
            case '-' -> decodeError(in);
            case '+' -> decodeStatus(in);
            default -> throw new DecoderException("Redis sent an unexpected type: " + (char) type);
        };
    }

    private boolean decodeError(ByteBuf in) {
        String text = readLine(in);
        if (text != null) {
            receiver.error(text);
        }
        return text != null;
    }

    /** {@code PONG}, which a connection without subscriptions gets as a status. */
    private boolean decodeStatus(ByteBuf in) {
        String text = readLine(in);
        if (text != null) {
            receiver.reply("pong", "");
        }
        return text != null;
    }

    /** {@code [smessage, channel, value]}, {@code [ssubscribe, channel, count]} or {@code [pong, text]}. */
    private boolean decodeArray(ByteBuf in) {
        int size = readNumber(in);
        String kind = size == NOT_COMPLETE ? null : readText(in);
        String channel = kind == null ? null : readText(in);
        if (channel == null) {
            return false;
        }
        if (size == 2) {
            receiver.reply(kind, channel);
            return true;
        }
        return kind.equals("smessage") ? decodeMessage(in, channel) : decodeReply(in, kind, channel);
    }

    private boolean decodeMessage(ByteBuf in, String channel) {
        if (!in.isReadable() || in.readByte() != '$') {
            return false;
        }
        int length = readNumber(in);
        if (length == NOT_COMPLETE || in.readableBytes() < length + 2) {
            return false;
        }
        byte[] value = new byte[length];
        in.readBytes(value).skipBytes(2);
        receiver.message(channel, value);
        return true;
    }

    private boolean decodeReply(ByteBuf in, String kind, String channel) {
        if (!in.isReadable() || in.readByte() != ':' || readNumber(in) == NOT_COMPLETE) {
            return false;
        }
        receiver.reply(kind, channel);
        return true;
    }

    /** A bulk string, empty for a null one; null while it is not complete. */
    private static String readText(ByteBuf in) {
        if (!in.isReadable()) {
            return null;
        }
        if (in.readByte() != '$') {
            throw new DecoderException("Redis sent something else than a string");
        }
        int length = readNumber(in);
        if (length == -1) {
            return "";
        }
        if (length == NOT_COMPLETE || in.readableBytes() < length + 2) {
            return null;
        }
        String text = in.readCharSequence(length, StandardCharsets.UTF_8).toString();
        in.skipBytes(2);
        return text;
    }

    /** The number up to the end of the line; {@link #NOT_COMPLETE} while that is missing. */
    private static int readNumber(ByteBuf in) {
        int sign = 1;
        int number = 0;
        while (in.readableBytes() >= 2) {
            byte digit = in.readByte();
            if (digit == '\r') {
                in.skipBytes(1);
                return sign * number;
            }
            if (digit == '-') {
                sign = -1;
            } else if (digit >= '0' && digit <= '9') {
                number = Math.addExact(Math.multiplyExact(number, 10), digit - '0');
            } else {
                throw new DecoderException("Redis sent something else than a number");
            }
        }
        return NOT_COMPLETE;
    }

    private static String readLine(ByteBuf in) {
        int length = in.bytesBefore(Math.min(in.readableBytes(), LONGEST_LINE), (byte) '\r');
        if (length < 0 && in.readableBytes() >= LONGEST_LINE) {
            throw new DecoderException("Redis sent a line that is too long");
        }
        if (length < 0 || in.readableBytes() < length + 2) {
            return null;
        }
        String line = in.readCharSequence(length, StandardCharsets.UTF_8).toString();
        in.skipBytes(2);
        return line;
    }
}
