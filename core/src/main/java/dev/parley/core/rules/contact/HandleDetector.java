package dev.parley.core.rules.contact;

import java.util.Set;

/** Finds names in messengers: {@code @name}, and a name behind that of a messenger. */
final class HandleDetector {
    private static final int SHORTEST = 3;
    private static final int SHORTEST_MARKED = 5;
    private static final int LONGEST = 32;
    private static final int MOST_LINKS = 4;

    private static final Set<String> MESSENGERS = Set.of(
            "whatsapp",
            "telegram",
            "viber",
            "wechat",
            "skype",
            "instagram",
            "insta",
            "snapchat",
            "discord",
            "messenger",
            "signal",
            "facebook",
            "tiktok",
            "threema",
            "twitter",
            "ig",
            "tg",
            "fb");
    /** These mean something else too: a name behind them must not be a plain word. */
    private static final Set<String> AMBIGUOUS = Set.of("signal", "messenger", "ig", "tg", "fb", "twitter", "facebook");

    /** Words behind which a name follows. */
    private static final Set<String> STRONG_LINKS =
            Set.of("id", "user", "username", "nick", "nickname", "handle", "account");

    private static final Set<String> WEAK_LINKS =
            Set.of("is", "as", "me", "im", "i", "m", "my", "under", "name", "on", "at", "add", "ist", "unter", "als");

    private static final Set<String> NO_NAMES = Set.of(
            "home",
            "work",
            "all",
            "everyone",
            "here",
            "channel",
            "the",
            "noon",
            "yes",
            "not",
            "none",
            "only",
            "fine",
            "and",
            "for",
            "but",
            "please",
            "call",
            "group",
            "site",
            "office",
            "you",
            "same",
            "your",
            "when",
            "what",
            "with");

    private HandleDetector() {}

    static void find(TextTokens tokens, Spans spans) {
        for (int token = 0; token < tokens.count(); token++) {
            if (spans.isTaken(token)) {
                continue;
            }
            if (tokens.is(token, '@') && tokens.isWord(token + 1) && !isPartOfName(tokens, token - 1)) {
                takePlain(tokens, spans, token, token + 1);
            } else if (MESSENGERS.contains(tokens.word(token))) {
                behindMessenger(tokens, spans, token);
            }
        }
    }

    private static void takePlain(TextTokens tokens, Spans spans, int start, int nameStart) {
        int end = nameEnd(tokens, spans, nameStart);
        if (end > 0 && !isPlainWord(tokens, nameStart, end, NO_NAMES)) {
            spans.take("handle", start, end);
        }
    }

    /** Skips a few links such as ":", "id" or "is"; how strong they are decides which names count. */
    private static void behindMessenger(TextTokens tokens, Spans spans, int messenger) {
        boolean strong = false;
        int token = messenger + 1;
        for (int links = 0; links < MOST_LINKS; token++) {
            if (tokens.isSymbolOf(token, ":=@")) {
                strong = true;
                links++;
            } else if (STRONG_LINKS.contains(tokens.word(token)) && tokens.isSpace(token + 1)) {
                strong |= tokens.isWord(token + 2) || tokens.isDigits(token + 2);
                links++;
            } else if (WEAK_LINKS.contains(tokens.word(token)) || tokens.isSymbolOf(token, "-'(,\"")) {
                links++;
            } else if (!tokens.isSpace(token)) {
                break;
            }
        }
        takeNamed(tokens, spans, messenger, token, strong && !AMBIGUOUS.contains(tokens.word(messenger)));
    }

    /** Where nothing strong precedes, a name has a digit, an underscore or a dot inside. */
    private static void takeNamed(TextTokens tokens, Spans spans, int messenger, int start, boolean strong) {
        int end = nameEnd(tokens, spans, start);
        if (end < 0 || tokens.isDigits(start) || (!strong && !isMarked(tokens, start, end))) {
            return;
        }
        if (!isPlainWord(tokens, start, end, NO_NAMES)) {
            spans.take("handle", messenger, end);
        }
    }

    /** Whether a digit, an underscore or a dot makes it more than a word. */
    private static boolean isMarked(TextTokens tokens, int start, int end) {
        return end > start + 1 && tokens.length(start, end) >= SHORTEST_MARKED;
    }

    private static boolean isPlainWord(TextTokens tokens, int start, int end, Set<String> words) {
        return end == start + 1 && words.contains(tokens.word(start));
    }

    /** Behind letters, digits, underscores and inner dots; -1 when they are too few, too many or taken. */
    private static int nameEnd(TextTokens tokens, Spans spans, int start) {
        int token = start;
        int length = 0;
        while (length <= LONGEST && isPartOfName(tokens, token) && !spans.isTaken(token)) {
            length += tokens.length(token++);
        }
        while (token > start && tokens.is(token - 1, '.')) {
            length--;
            token--;
        }
        return length >= SHORTEST && length <= LONGEST ? token : -1;
    }

    private static boolean isPartOfName(TextTokens tokens, int token) {
        return tokens.isAlphanumeric(token) || tokens.isSymbolOf(token, "_.");
    }
}
