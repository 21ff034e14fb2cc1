package dev.parley.gateway.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.core.chat.Media;
import java.util.Optional;
import java.util.OptionalLong;

/** An attachment that is stored outside Parley. @param size bytes, as the sender declares it */
public record MediaPayload(String url, Optional<String> type, Optional<String> name, Optional<Long> size) {

    static MediaPayload of(Media media) {
        return new MediaPayload(media.url(), media.type(), media.name(), media.size());
    }

    /** A plain string is taken as the url. */
    public static MediaPayload read(JsonNode arrived) {
        PayloadFields fields;
        if (arrived.isTextual()) {
            fields = PayloadFields.only("url", arrived);
        } else if (arrived.isObject()) {
            fields = PayloadFields.of(arrived);
        } else {
            throw PayloadFields.refusal("media", "must hold strings or objects");
        }
        OptionalLong size = fields.optionalCount("size");
        return new MediaPayload(
                fields.text("url"),
                fields.optionalText("type"),
                fields.optionalText("name"),
                size.isEmpty() ? Optional.empty() : Optional.of(size.getAsLong()));
    }

    Media toMedia() {
        return new Media(url, type, name, size);
    }
}
