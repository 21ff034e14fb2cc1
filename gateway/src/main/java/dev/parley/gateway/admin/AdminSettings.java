package dev.parley.gateway.admin;

import java.nio.file.Path;

/**
 * What {@code --admin-ui} and {@code --admin-ui-commands} say.
 *
 * @param users the file of {@link AdminUsers}
 * @param commands whether admins may disconnect sockets, move them between rooms and emit
 */
public record AdminSettings(Path users, boolean commands) {}
