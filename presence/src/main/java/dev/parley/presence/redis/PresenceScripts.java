package dev.parley.presence.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The Lua steps beside this class; each is one atomic change of one shard. */
enum PresenceScripts {
    REPORT,
    VISIBLE,
    QUERY,
    RENEW,
    SWEEP;

    private final String text = read("prelude") + read(name().toLowerCase(java.util.Locale.ROOT));

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
