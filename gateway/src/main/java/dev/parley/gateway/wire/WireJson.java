package dev.parley.gateway.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;

/** How payloads become JSON, on Socket.IO and REST alike: what is empty is left out, times are ISO-8601 with milliseconds and Z. */
public final class WireJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new SimpleModule("parley-times").addSerializer(Instant.class, new MillisecondTimes()))
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .build();

    private WireJson() {}

    /** The one mapper; never to be configured further. */
    public static JsonMapper mapper() {
        return MAPPER;
    }

    private static final class MillisecondTimes extends StdSerializer<Instant> {
        private static final long serialVersionUID = 1L;
        private static final DateTimeFormatter ISO =
                new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

        MillisecondTimes() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant time, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeString(ISO.format(time));
        }
    }
}
