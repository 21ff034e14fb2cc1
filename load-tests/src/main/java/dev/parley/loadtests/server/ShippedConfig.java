package dev.parley.loadtests.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A configuration file of this repository in which only addresses are replaced. */
public record ShippedConfig(String text) {

    public static ShippedConfig read(Path file) throws IOException {
        return new ShippedConfig(Files.readString(file));
    }

    /** Replaces every match. @throws IllegalStateException if there is none, because the file has changed */
    public ShippedConfig with(Pattern what, String instead) {
        Matcher found = what.matcher(text);
        if (!found.find()) {
            throw new IllegalStateException("the shipped configuration has no match for " + what);
        }
        return new ShippedConfig(found.replaceAll(Matcher.quoteReplacement(instead)));
    }

    public Path write(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        return Files.writeString(file, text);
    }
}
