package dev.parley.loadtests.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A configuration that is shipped, in which addresses become those of this machine and all else stays. */
public record Shipped(String text) {

    public static Shipped read(Path file) throws IOException {
        return new Shipped(Files.readString(file));
    }

    /** Fails where there is nothing to replace, since then it is not the file that this was written for. */
    public Shipped with(Pattern what, String instead) {
        Matcher found = what.matcher(text);
        if (!found.find()) {
            throw new IllegalStateException("the configuration that is shipped has no " + what);
        }
        return new Shipped(found.replaceAll(Matcher.quoteReplacement(instead)));
    }

    public Path write(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        return Files.writeString(file, text);
    }
}
