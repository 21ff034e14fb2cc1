package dev.parley.core.user;

import dev.parley.core.text.UnicodeText;
import java.util.Optional;

/** What to set on a user; what is empty stays as it is. */
public record UserChange(Optional<Role> role, Optional<String> displayName, Optional<Boolean> suspended) {

    public UserChange {
        displayName.ifPresent(name -> UnicodeText.requireWellFormed(name, "displayName"));
    }
}
