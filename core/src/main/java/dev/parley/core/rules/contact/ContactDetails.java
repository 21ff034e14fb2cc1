package dev.parley.core.rules.contact;

import java.util.List;

/**
 * The contact details in a text, and the text without them. Known are the usual spellings and splits ("anna at mail dot com",
 * "zero one seven six ..."). Where a date, a price or an order number looks alike, a miss is preferred to a false alarm.
 *
 * @param masked the text with {@code ***} in place of each detail
 * @param kinds those found of {@code email}, {@code url}, {@code handle}, {@code phone}
 */
public record ContactDetails(String masked, List<String> kinds) {

    public ContactDetails {
        kinds = List.copyOf(kinds);
    }

    /** Linear in the length of the text: each detector passes over the tokens once, with a bounded look around. */
    public static ContactDetails in(String text) {
        TextTokens tokens = new TextTokens(text);
        Spans spans = new Spans(text, tokens);
        EmailDetector.find(tokens, spans);
        UrlDetector.find(tokens, spans);
        HandleDetector.find(tokens, spans);
        PhoneDetector.find(tokens, spans);
        return new ContactDetails(spans.masked(), spans.kinds());
    }

    /** Loads the numbering plans, which takes a tenth of a second, so that no message waits for them. */
    public static void load() {
        in("+49 176 1234567, 415-555-2671");
    }

    public boolean isEmpty() {
        return kinds.isEmpty();
    }
}
