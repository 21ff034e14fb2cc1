package dev.parley.presence.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The Lua scripts beside this class; each is one atomic step on one shard. */
enum PresenceScripts {
    REPORT,
    SET_VISIBLE,
    QUERY,
    RENEW,
    SWEEP,
    REGISTERED,
    TYPING,
    TYPING_EXPIRED;

    private final String text = read("prelude") + read(name().toLowerCase(Locale.ROOT));

    String text() {
        return text;
    }

    private static String read(String name) {
        try (var in = PresenceScripts.class.getResourceAsStream(name + ".lua")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
