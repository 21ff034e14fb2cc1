package dev.parley.core.chat;

import java.util.Optional;

/**
 * An attachment that lives elsewhere.
 *
 * @param type media type as the sender declares it, such as {@code image/png}
 * @param size bytes, as the sender declares it
 */
public record Media(String url, Optional<String> type, Optional<String> name, Optional<Long> size) {}
