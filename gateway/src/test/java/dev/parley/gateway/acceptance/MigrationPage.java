package dev.parley.gateway.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** {@code docs/migrating-from-node.md}: the tests use the configuration that the page shows. */
final class MigrationPage {
    private static final Path PAGE = Path.of("..", "docs", "migrating-from-node.md");
    private static final Pattern HAPROXY = Pattern.compile("```haproxy\n(.*?)```", Pattern.DOTALL);

    private MigrationPage() {}

    /** What is added to the shipped configuration: to section {@code global}, and to the end of {@code backend socketio}. */
    static List<String> haproxyLines() {
        try {
            var blocks = HAPROXY.matcher(Files.readString(PAGE))
                    .results()
                    .map(block -> block.group(1))
                    .toList();
            if (blocks.size() != 2) {
                throw new AssertionError("the page has " + blocks.size() + " blocks for HAProxy, not 2");
            }
            return blocks;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
