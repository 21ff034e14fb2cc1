package dev.parley.core.reminder;

import java.util.Optional;

/**
 * How a user is addressed, as the user's document says.
 *
 * @param email as it is stored; may be invalid
 * @param name for people
 */
public record Contact(Optional<String> email, Optional<String> name) {
    public static final Contact UNKNOWN = new Contact(Optional.empty(), Optional.empty());

    /** Without the address. */
    @Override
    public String toString() {
        return "Contact[" + name.orElse("?") + "]";
    }
}
