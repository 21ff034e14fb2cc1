package dev.parley.gateway.webpush;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.parley.core.text.Sha256;
import dev.parley.gateway.wire.WebPushPayload;
import dev.parley.gateway.wire.WireJson;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;

/**
 * What is sent to each browser of a user.
 *
 * @param topic by which a newer push takes the place of one that is not delivered yet
 */
record PushMessage(byte[] plaintext, String topic) {
    /** 32 characters, the most that RFC 8030 allows. */
    private static final int TOPIC_BYTES = 24;

    /** One topic per chat. Without its texts where they do not fit. */
    static PushMessage of(WebPushPayload payload) {
        byte[] whole = json(payload);
        byte[] plaintext = whole.length <= MessageEncryption.MAX_BYTES ? whole : json(payload.withoutTexts());
        return new PushMessage(plaintext, topic(payload.chatId()));
    }

    /** A hash, because push services see it. */
    private static String topic(String chat) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(Sha256.of(chat), TOPIC_BYTES));
    }

    private static byte[] json(WebPushPayload payload) {
        try {
            return WireJson.mapper().writeValueAsBytes(payload);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
