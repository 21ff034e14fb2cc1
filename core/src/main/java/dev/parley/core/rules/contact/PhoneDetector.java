package dev.parley.core.rules.contact;

import java.util.ArrayList;
import java.util.List;

/** Finds phone numbers: cuts the digits of a text into candidates at dates, times and amounts, and has each judged. */
final class PhoneDetector {
    static final int FEWEST_DIGITS = 7;
    private static final int MOST_DIGITS = 15;
    private static final int LONGEST_GAP = 3;
    /** Of digits that belong to the sentence and not to the number behind them: "two: 0176 ...". */
    private static final int LONGEST_PREFIX = 2;

    private static final String GAP_SYMBOLS = "().-/_*,;~|'+[]:";

    private final TextTokens tokens;
    private final Spans spans;
    private final PhoneJudge judge = new PhoneJudge();
    private final List<DigitChunk> candidate = new ArrayList<>();
    private int digits;
    private boolean isCode;

    private PhoneDetector(TextTokens tokens, Spans spans) {
        this.tokens = tokens;
        this.spans = spans;
    }

    /** Deliberate: a text with few digits is looked through all the same, for digits may be words. */
    static void find(TextTokens tokens, Spans spans) {
        PhoneDetector detector = new PhoneDetector(tokens, spans);
        int token = 0;
        while (token < tokens.count()) {
            token = DigitChunk.startsAt(tokens, token) && !spans.isTaken(token)
                    ? detector.add(DigitChunk.at(tokens, token))
                    : token + 1;
        }
        detector.finish();
    }

    /** Completes with the token behind the chunk. */
    private int add(DigitChunk chunk) {
        if (!candidate.isEmpty() && !continues(chunk)) {
            finish();
            isCode = false;
        }
        if (HarmlessDigits.is(chunk, isInNumber(chunk))) {
            finish();
        } else if (chunk.isGlued()) {
            finish();
            isCode = true;
        } else {
            append(chunk);
        }
        return chunk.end();
    }

    private void append(DigitChunk chunk) {
        boolean tooLong = digits >= FEWEST_DIGITS && chunk.length() > 1 && digits + chunk.length() > MOST_DIGITS;
        boolean another = chunk.isStart()
                && digits <= LONGEST_PREFIX
                && !candidate.isEmpty()
                && !candidate.get(0).isStart();
        if (tooLong || another) {
            finish();
        }
        candidate.add(chunk);
        digits += chunk.length();
    }

    /** Whether what looks like an amount continues a number, or follows a word such as "call". */
    private boolean isInNumber(DigitChunk chunk) {
        if (candidate.isEmpty()) {
            return PhoneContext.of(tokens, chunk.start(), chunk.start()) == PhoneContext.PHONE;
        }
        DigitChunk first = candidate.get(0);
        return digits < MOST_DIGITS && (first.isStart() || first.startsWithZero());
    }

    private boolean continues(DigitChunk chunk) {
        int last = candidate.get(candidate.size() - 1).end();
        if (chunk.start() - last > LONGEST_GAP || chunk.hasPlus()) {
            return false;
        }
        for (int token = last; token < chunk.start(); token++) {
            if (!tokens.isSpace(token) && !tokens.isSymbolOf(token, GAP_SYMBOLS)) {
                return false;
            }
        }
        return true;
    }

    private void finish() {
        if (digits >= FEWEST_DIGITS) {
            int start = candidate.get(0).start();
            int end = candidate.get(candidate.size() - 1).end();
            PhoneContext context = isCode ? PhoneContext.OTHER : PhoneContext.of(tokens, start, end);
            if (judge.isPhone(new PhoneCandidate(candidate), context)) {
                spans.take("phone", start, end);
            }
        }
        candidate.clear();
        digits = 0;
    }
}
