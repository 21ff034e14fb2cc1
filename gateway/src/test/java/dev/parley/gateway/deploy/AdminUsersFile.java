package dev.parley.gateway.deploy;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of {@code --admin-ui} with one user. */
final class AdminUsersFile {
    private static final int COST = 8;

    private AdminUsersFile() {}

    static Path in(Path folder, String user, String password) throws IOException {
        String hash = BCrypt.with(BCrypt.Version.VERSION_2Y).hashToString(COST, password.toCharArray());
        return Files.writeString(folder.resolve("admins"), "# admins\n" + user + ":" + hash + "\n");
    }
}
