package dev.parley.core.user;

import java.util.Optional;

/** What to set on a user; what is empty stays as it is. */
public record UserChange(Optional<Role> role, Optional<String> displayName, Optional<Boolean> suspended) {}
