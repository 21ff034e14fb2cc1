package dev.parley.core.mongo;

import dev.parley.core.error.ErrorCode;
import dev.parley.core.error.Rejection;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Encodes cursors, so that clients treat them as opaque. */
final class OpaqueText {
    private OpaqueText() {}

    static String of(String plain) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }

    /** Throws {@link ErrorCode#INVALID_PAYLOAD}. */
    static String plain(String opaque) {
        try {
            return new String(Base64.getUrlDecoder().decode(opaque), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notOurs) {
            throw new Rejection(ErrorCode.INVALID_PAYLOAD, "unknown cursor");
        }
    }
}
