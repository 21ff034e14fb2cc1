package dev.parley.embedded;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.bson.BsonDecoder;
import de.bwaldvogel.mongo.wire.bson.BsonEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import org.h2.mvstore.WriteBuffer;

/** Writes values to the file of the store as BSON: a type byte and the value. The store's default is Java serialization. */
final class BsonValues {
    /** A type byte that BSON does not have: the field is missing. */
    private static final byte MISSING = 0x6E;

    private static final int TYPICAL_BYTES = 512;
    private static final int OBJECT_BYTES = 40;

    private BsonValues() {}

    static void write(WriteBuffer out, Object value) {
        if (value instanceof Missing) {
            out.put(MISSING);
            return;
        }
        ByteBuf encoded = Unpooled.buffer(TYPICAL_BYTES);
        byte type = BsonEncoder.determineType(value);
        BsonEncoder.encodeValue(type, value, encoded);
        out.put(type).put(encoded.nioBuffer());
    }

    static Object read(ByteBuffer in) {
        byte type = in.get();
        if (type == MISSING) {
            return Missing.getInstance();
        }
        ByteBuf encoded = Unpooled.wrappedBuffer(in.slice());
        Object value = BsonDecoder.decodeValue(type, encoded);
        in.position(in.position() + encoded.readerIndex());
        return value;
    }

    /** An estimate of the bytes that a value takes in memory, for the cache and the size of pages. */
    static int memoryOf(Object value) {
        if (value instanceof String text) {
            return OBJECT_BYTES + 2 * text.length();
        }
        if (value instanceof Document document) {
            return OBJECT_BYTES
                    + document.entrySet().stream()
                            .mapToInt(BsonValues::memoryOf)
                            .sum();
        }
        if (value instanceof Collection<?> values) {
            return OBJECT_BYTES + values.stream().mapToInt(BsonValues::memoryOf).sum();
        }
        return OBJECT_BYTES;
    }

    private static int memoryOf(Map.Entry<String, Object> field) {
        return OBJECT_BYTES + memoryOf(field.getValue());
    }
}
