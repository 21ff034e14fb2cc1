package dev.parley.core.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The contact details in a text, and the text without them. A sieve, not a proof: it knows the usual spellings and splits
 * ("anna at mail dot com", "zero one seven six ..."), and prefers a miss to a false alarm where a date or a price looks alike.
 *
 * @param kinds of {@code email}, {@code url}, {@code handle}, {@code phone}, those found
 */
record ContactDetails(String masked, List<String> kinds) {
    private static final String MASK = "***";
    private static final String LABEL = "[\\p{Alnum}-]{1,63}";
    private static final String AT = "(?:@|\\s*[(\\[{]\\s*at\\s*[)\\]}]\\s*)";
    private static final String SAID_DOT = "(?:\\s*[(\\[{]\\s*dot\\s*[)\\]}]\\s*|\\s+dot\\s+)";
    private static final String DOT = "(?:\\.|" + SAID_DOT + ")";
    private static final String TLD =
            "(?:com|net|org|info|biz|io|me|app|dev|co|eu|uk|de|at|ch|fr|es|it|nl|pl|us|in|br|ru)";
    private static final String DIGIT = "(?:\\p{Nd}|zero|oh|one|two|three|four|five|six|seven|eight|nine)";

    /** Plain words "at" and "dot" are an address only together, and with an ending that exists. */
    private static final Pattern EMAIL = pattern("[\\p{Alnum}._%+-]{1,64}(?:"
            + (AT + "(?:" + LABEL + DOT + "){1,4}\\p{Alpha}{2,24}\\b")
            + ("|\\s+at\\s+(?:" + LABEL + SAID_DOT + "){1,4}" + TLD + "\\b") + ")");

    private static final Pattern URL =
            pattern("\\bhttps?://\\S+|\\bwww\\.\\S+|\\b(?:" + LABEL + DOT + "){1,4}" + TLD + "\\b(?:/\\S*)?");
    private static final Pattern HANDLE = pattern(
            "(?<![\\p{Alnum}.])@\\p{Alpha}[\\p{Alnum}_.]{2,31}"
                    + "|\\b(?:whatsapp|telegram|signal|viber|wechat|skype|instagram|insta|snapchat|discord|messenger)"
                    + "\\s*(?::|=|\\bid\\b|\\bis\\b)?\\s*(?:[\\p{Alpha}.]*[\\p{Nd}_][\\p{Alnum}_.]{2,}|(?<=[:=]\\s{0,3})[\\p{Alnum}_.]{3,32})");
    private static final Pattern PHONE =
            pattern("(?<![\\p{Alnum}])\\+?\\(?" + DIGIT + "(?:[\\s().\\-/_*]{0,3}" + DIGIT + "){6,17}(?![\\p{Alnum}])");
    /** What digits also mean: a date, or a number in groups of three. */
    private static final Pattern HARMLESS_DIGITS =
            pattern("\\d{4}-\\d{2}-\\d{2}(?:[ T]\\d{2})?|\\d{1,2}[./]\\d{1,2}[./]\\d{4}"
                    + "|\\d{1,3}(?:\\.\\d{3})+|\\d{1,3}(?: \\d{3})+");

    static ContactDetails in(String content) {
        List<String> kinds = new ArrayList<>();
        String rest = without(EMAIL, "email", content, kinds);
        rest = without(URL, "url", rest, kinds);
        rest = without(HANDLE, "handle", rest, kinds);
        rest = without(PHONE, "phone", rest, kinds);
        return new ContactDetails(rest, List.copyOf(kinds));
    }

    boolean isEmpty() {
        return kinds.isEmpty();
    }

    private static String without(Pattern details, String kind, String content, List<String> kinds) {
        Matcher found = details.matcher(content);
        StringBuilder rest = new StringBuilder();
        boolean any = false;
        while (found.find()) {
            boolean harmless = HARMLESS_DIGITS.matcher(found.group().strip()).matches();
            found.appendReplacement(rest, Matcher.quoteReplacement(harmless ? found.group() : MASK));
            any |= !harmless;
        }
        if (any) {
            kinds.add(kind);
        }
        return any ? found.appendTail(rest).toString() : content;
    }

    private static Pattern pattern(String regex) {
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
    }
}
