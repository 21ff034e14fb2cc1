package dev.parley.gateway.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Texts of the scripts that Redis runs. */
public final class LuaScript {
    private LuaScript() {}

    /** The text of the file {@code name} beside {@code user}. */
    public static String beside(Class<?> user, String name) {
        try (var in = user.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
