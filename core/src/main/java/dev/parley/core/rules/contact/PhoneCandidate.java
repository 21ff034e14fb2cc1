package dev.parley.core.rules.contact;

import java.util.List;
import java.util.stream.Collectors;

/** Digits in a row that may be one phone number. */
final class PhoneCandidate {
    /** Enough to tell that they are too many. */
    private static final int MOST_GROUPS = 40;

    private final List<String> groups;
    private final String digits;
    private final boolean hasPlus;
    private final long words;

    PhoneCandidate(List<DigitChunk> chunks) {
        this.groups = chunks.stream()
                .limit(MOST_GROUPS)
                .flatMap(chunk -> chunk.groups().stream())
                .limit(MOST_GROUPS)
                .toList();
        this.digits = String.join("", groups);
        this.hasPlus = chunks.get(0).hasPlus();
        this.words = chunks.stream().filter(DigitChunk::isWord).count();
    }

    String digits() {
        return digits;
    }

    int length() {
        return digits.length();
    }

    boolean hasPlus() {
        return hasPlus;
    }

    /** How many digits are words. */
    long words() {
        return words;
    }

    boolean isSplitIntoDigits() {
        return groups.stream().allMatch(group -> group.length() == 1);
    }

    /** A counting sequence, such as 1 2 3 4 5 6 7. */
    boolean isCounting() {
        for (int i = 1; i < digits.length(); i++) {
            int step = digits.charAt(i) - digits.charAt(i - 1);
            if (step != 1 && step != -9) {
                return false;
            }
        }
        return true;
    }

    int groupCount() {
        return groups.size();
    }

    /** Lengths of the groups, such as {@code 3-3-4}. */
    String shape() {
        return groups.stream().map(group -> String.valueOf(group.length())).collect(Collectors.joining("-"));
    }
}
