package dev.parley.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.regex.Pattern;

/** Finds a redis-server: on the PATH, else in the embedded-redis jar. */
final class RedisBinaries {
    private static Path fromJar;

    private RedisBinaries() {}

    static Path find() {
        return Pattern.compile(File.pathSeparator)
                .splitAsStream(System.getenv().getOrDefault("PATH", ""))
                .map(folder -> Path.of(folder, "redis-server"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseGet(RedisBinaries::fromJar);
    }

    private static synchronized Path fromJar() {
        if (fromJar == null) {
            fromJar = unpacked("redis-server-7.0.15-" + platform());
        }
        return fromJar;
    }

    private static String platform() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
        return system + (System.getProperty("os.arch").equals("aarch64") ? "-arm64" : "-amd64");
    }

    private static Path unpacked(String name) {
        try (var in = RedisBinaries.class.getResourceAsStream("/" + name)) {
            if (in == null) {
                throw new IllegalStateException("no redis-server on the PATH, and none in a jar");
            }
            var file = Files.createTempFile(name, "");
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
            file.toFile().setExecutable(true);
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
