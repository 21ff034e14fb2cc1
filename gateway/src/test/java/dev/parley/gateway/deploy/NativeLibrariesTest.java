package dev.parley.gateway.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** Machine code for Linux on the class path: libraries inside jars, and the redis-server of the quick start. */
class NativeLibrariesTest {
    private static final Pattern X86_64 = Pattern.compile("x86[_-]64|amd64");
    private static final Pattern AARCH64 = Pattern.compile("aarch_?64|arm64");

    @Test
    void whatIsThereForAmd64IsThereForArm64() {
        Set<String> files =
                classPath().flatMap(NativeLibrariesTest::nativeFiles).collect(Collectors.toSet());

        assertThat(withoutArchitecture(files, X86_64))
                .anyMatch(file -> file.contains("epoll"))
                .anyMatch(file -> file.contains("redis-server"))
                .isSubsetOf(withoutArchitecture(files, AARCH64));
    }

    private static Set<String> withoutArchitecture(Set<String> files, Pattern architecture) {
        return files.stream()
                .filter(file -> architecture.matcher(file).find())
                .map(file -> architecture.matcher(file).replaceAll("*"))
                .collect(Collectors.toSet());
    }

    private static Stream<Path> classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.endsWith(".jar"))
                .map(Path::of);
    }

    private static Stream<String> nativeFiles(Path jar) {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            List<String> files = zip.stream()
                    .map(ZipEntry::getName)
                    .filter(name ->
                            name.startsWith("META-INF/native/") && name.endsWith(".so") || name.contains("linux-"))
                    .toList();
            return files.stream();
        } catch (IOException failure) {
            throw new UncheckedIOException(jar.toString(), failure);
        }
    }
}
