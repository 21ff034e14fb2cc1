package dev.parley.core.chat;

import dev.parley.core.text.UnicodeText;
import java.util.Optional;

/**
 * An attachment that is stored outside Parley.
 *
 * @param type media type as the sender declares it, such as {@code image/png}
 * @param size bytes, as the sender declares it
 */
public record Media(String url, Optional<String> type, Optional<String> name, Optional<Long> size) {

    public Media {
        UnicodeText.requireWellFormed(url, "media.url");
        type.ifPresent(text -> UnicodeText.requireWellFormed(text, "media.type"));
        name.ifPresent(text -> UnicodeText.requireWellFormed(text, "media.name"));
    }
}
