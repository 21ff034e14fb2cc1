package dev.parley.core.rules.contact;

import dev.parley.core.rules.contact.DomainName.Ending;

/** Finds web addresses: with a scheme, with {@code www.}, or a name with a known ending. */
final class UrlDetector {
    private static final String PUNCTUATION = ".,;:!?)\"'";
    private static final String PATH = "/:?#";

    private UrlDetector() {}

    static void find(TextTokens tokens, Spans spans) {
        int token = 0;
        while (token < tokens.count()) {
            token = spans.isTaken(token) || !tokens.isAlphanumeric(token) ? token + 1 : behind(tokens, spans, token);
        }
    }

    /** The token from which the search goes on. */
    private static int behind(TextTokens tokens, Spans spans, int start) {
        if (isScheme(tokens, start) || (tokens.word(start).equals("www") && tokens.is(start + 1, '.'))) {
            return take(tokens, spans, start, textEnd(tokens, spans, start));
        }
        DomainName domain = DomainName.at(tokens, start, Ending.KNOWN);
        if (domain.end() < 0 || spans.isTaken(domain.end() - 1)) {
            return domain.stop();
        }
        int end = tokens.isSymbolOf(domain.end(), PATH) && !tokens.isSpace(domain.end() + 1)
                ? textEnd(tokens, spans, domain.end())
                : domain.end();
        return take(tokens, spans, start, Math.max(end, domain.end()));
    }

    private static boolean isScheme(TextTokens tokens, int token) {
        String word = tokens.word(token);
        return (word.equals("http") || word.equals("https"))
                && tokens.is(token + 1, ':')
                && tokens.is(token + 2, '/')
                && tokens.is(token + 3, '/');
    }

    /** Behind the last token before white space that is not punctuation of the sentence. */
    private static int textEnd(TextTokens tokens, Spans spans, int start) {
        int end = start;
        while (end < tokens.count() && !tokens.isSpace(end) && !spans.isTaken(end)) {
            end++;
        }
        while (end > start + 1 && tokens.isSymbolOf(end - 1, PUNCTUATION)) {
            end--;
        }
        return end;
    }

    private static int take(TextTokens tokens, Spans spans, int start, int end) {
        for (int token = start; token < end; token++) {
            if (spans.isTaken(token)) {
                return token + 1;
            }
        }
        spans.take("url", start, end);
        return end;
    }
}
