package dev.parley.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

/** The redis-server executable for this platform, from a jar. */
final class RedisBinary {
    private static final String NAME = "redis-server-7.0.15";

    private RedisBinary() {}

    /** Writes the file on every start, so that a partial or foreign file is never executed. */
    static Path extractTo(Path directory) throws IOException {
        var resource = "/" + NAME + "-" + platform(System.getProperty("os.name"), System.getProperty("os.arch"));
        try (var in = RedisBinary.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new EmbeddedStoreException("no embedded Redis for this machine; name one with --redis");
            }
            var fresh = Files.createTempFile(directory, NAME, ".new");
            Files.copy(in, fresh, StandardCopyOption.REPLACE_EXISTING);
            if (!fresh.toFile().setExecutable(true)) {
                throw new EmbeddedStoreException("cannot make " + fresh + " executable; name a Redis with --redis");
            }
            return Files.move(fresh, directory.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    static String platform(String osName, String osArch) {
        var os = osName.toLowerCase(Locale.ROOT);
        var arch = osArch.toLowerCase(Locale.ROOT);
        var system = os.contains("linux") ? "linux" : os.contains("mac") ? "darwin" : "unknown";
        return switch (arch) {
            case "amd64", "x86_64" -> system + "-amd64";
            case "aarch64", "arm64" -> system + "-arm64";
            default -> system + "-" + arch;
        };
    }
}
