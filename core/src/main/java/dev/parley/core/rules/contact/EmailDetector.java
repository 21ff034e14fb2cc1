package dev.parley.core.rules.contact;

import dev.parley.core.rules.contact.DomainName.Ending;
import java.util.Set;

/** Finds e-mail addresses, starting from each {@code @} or word "at". */
final class EmailDetector {
    private static final int LONGEST_LOCAL_PART = 64;
    private static final String LOCAL_SYMBOLS = "._%+-";
    private static final String OPENING = "([{<";
    private static final String CLOSING = ")]}>";
    private static final Set<String> AT_WORDS = Set.of("at", "arroba", "chez");

    /** Services that are named for nothing but mail. */
    private static final Set<String> MAIL_SERVICES =
            Set.of("gmail", "googlemail", "hotmail", "gmx", "protonmail", "ymail", "yahoo", "outlook", "icloud");

    private EmailDetector() {}

    static void find(TextTokens tokens, Spans spans) {
        for (int token = 0; token < tokens.count(); token++) {
            if (tokens.is(token, '@')) {
                address(tokens, spans, before(tokens, token), behind(tokens, token), Ending.ANY);
            } else if (AT_WORDS.contains(tokens.word(token))) {
                atWord(tokens, spans, token);
            }
        }
    }

    private static void atWord(TextTokens tokens, Spans spans, int at) {
        int open = before(tokens, at);
        int close = behind(tokens, at);
        if (tokens.isSymbolOf(open, OPENING) && tokens.isSymbolOf(close, CLOSING)) {
            address(tokens, spans, before(tokens, open), behind(tokens, close), Ending.ANY);
        } else if (tokens.isSpace(at - 1) && tokens.isSpace(at + 1)) {
            spoken(tokens, spans, open, close);
        }
    }

    /** "anna at mail dot com" and "anna at gmail": a place ("at example.com") is no address. */
    private static void spoken(TextTokens tokens, Spans spans, int localLast, int domainStart) {
        boolean isMail = MAIL_SERVICES.contains(tokens.word(domainStart));
        DomainName domain = DomainName.at(tokens, domainStart, Ending.KNOWN);
        if (domain.end() > 0 && (isMail || !tokens.is(domain.end() - 2, '.'))) {
            take(tokens, spans, localLast, domain.end());
        } else if (isMail) {
            take(tokens, spans, localLast, domainStart + 1);
        }
    }

    private static void address(TextTokens tokens, Spans spans, int localLast, int domainStart, Ending ending) {
        DomainName domain = DomainName.at(tokens, domainStart, ending);
        if (domain.end() > 0) {
            take(tokens, spans, localLast, domain.end());
        } else if (MAIL_SERVICES.contains(tokens.word(domainStart))) {
            take(tokens, spans, localLast, domainStart + 1);
        }
    }

    private static void take(TextTokens tokens, Spans spans, int localLast, int end) {
        int start = localLast + 1;
        int length = 0;
        boolean named = false;
        while (isLocal(tokens, start - 1)
                && !spans.isTaken(start - 1)
                && length + tokens.length(start - 1) <= LONGEST_LOCAL_PART) {
            start--;
            length += tokens.length(start);
            named |= tokens.isAlphanumeric(start);
        }
        if (named) {
            spans.take("email", start, end);
        }
    }

    private static boolean isLocal(TextTokens tokens, int token) {
        return tokens.isAlphanumeric(token) || tokens.isSymbolOf(token, LOCAL_SYMBOLS);
    }

    private static int before(TextTokens tokens, int token) {
        return tokens.isSpace(token - 1) ? token - 2 : token - 1;
    }

    private static int behind(TextTokens tokens, int token) {
        return tokens.isSpace(token + 1) ? token + 2 : token + 1;
    }
}
