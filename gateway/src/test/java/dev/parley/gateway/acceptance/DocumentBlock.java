package dev.parley.gateway.acceptance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A fenced block of a document with the marker above it, an HTML comment that readers do not see:
 *
 * <ul>
 *   <li>{@code run}, with clauses: {@code background}, {@code until URL}, {@code until port N}, {@code until it shows TEXT},
 *       {@code log NAME}, {@code shows TEXT}, {@code needs PROGRAM}, {@code after stopping the gateway}
 *   <li>{@code file: NAME}: the block is the content of a file
 *   <li>{@code not run: REASON}
 *   <li>{@code expect: LOG shows TEXT}: has no block
 * </ul>
 *
 * @param line of the marker, or of the fence where there is none
 * @param language of the fence; empty for {@code expect}
 * @param marker {@code run}, {@code file}, {@code not run}, {@code expect}, or empty
 */
record DocumentBlock(int line, String language, String marker, List<String> clauses, String text) {
    private static final Pattern MARKER = Pattern.compile("<!-- (run|file|not run|expect)(?:: (.*))? -->");
    private static final String FENCE = "```";
    private static final Pattern INDENTED_COMMAND = Pattern.compile(
            " {4}(\\./parley|mvn|npm|node|curl|docker|kubectl|helm|load-tests/\\w+|gateway/[\\w-]+) .*");
    private static final List<String> SHELL = List.of("sh", "bash", "shell", "console");

    /** The fenced blocks and expectations of a document, in their order. */
    static List<DocumentBlock> of(String document) {
        List<String> lines = document.lines().toList();
        List<DocumentBlock> blocks = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Matcher marker = MARKER.matcher(lines.get(i));
            boolean isMarked = marker.matches();
            if (isMarked && marker.group(1).equals("expect")) {
                blocks.add(new DocumentBlock(i + 1, "", "expect", clauses(marker), ""));
                continue;
            }
            int fence = isMarked ? i + 1 : i;
            if (fence < lines.size() && lines.get(fence).startsWith(FENCE)) {
                int end = lines.subList(fence + 1, lines.size()).indexOf(FENCE) + fence + 1;
                blocks.add(new DocumentBlock(
                        i + 1,
                        lines.get(fence).substring(FENCE.length()),
                        isMarked ? marker.group(1) : "",
                        isMarked ? clauses(marker) : List.of(),
                        String.join("\n", lines.subList(fence + 1, end))));
                i = end;
            }
        }
        return blocks;
    }

    /** The lines of commands that are indented, not fenced, and so have no marker. */
    static List<Integer> indentedCommands(String document) {
        List<String> lines = document.lines().toList();
        List<Integer> found = new ArrayList<>();
        boolean isFenced = false;
        for (int i = 0; i < lines.size(); i++) {
            isFenced ^= lines.get(i).startsWith(FENCE);
            if (!isFenced && INDENTED_COMMAND.matcher(lines.get(i) + " ").matches()) {
                found.add(i + 1);
            }
        }
        return found;
    }

    private static List<String> clauses(Matcher marker) {
        return marker.group(2) == null
                ? List.of()
                : Arrays.stream(marker.group(2).split(", ")).toList();
    }

    boolean isCommands() {
        return SHELL.contains(language);
    }

    boolean isRun() {
        return marker.equals("run");
    }

    boolean has(String clause) {
        return clauses.contains(clause);
    }

    /** What follows the word in the clause that starts with it. */
    Optional<String> after(String word) {
        return clauses.stream()
                .filter(clause -> clause.startsWith(word + " "))
                .map(clause -> clause.substring(word.length() + 1))
                .findFirst();
    }
}
