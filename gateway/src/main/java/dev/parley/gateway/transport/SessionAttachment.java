package dev.parley.gateway.transport;

import java.util.Optional;

/** The state that a handler keeps with a session. A session has one at a time. */
public interface SessionAttachment {

    /** This attachment, when it is a {@code type}. */
    default <T extends SessionAttachment> Optional<T> as(Class<T> type) {
        return type.isInstance(this) ? Optional.of(type.cast(this)) : Optional.empty();
    }
}
