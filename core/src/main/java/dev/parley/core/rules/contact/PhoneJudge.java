package dev.parley.core.rules.contact;

import java.util.Set;

/**
 * Decides whether digits are a phone number. One judge for each text: it asks the library a bounded number of times; in a text
 * with still more candidates those of a usual shape count as numbers.
 */
final class PhoneJudge {
    private static final int MOST_QUESTIONS = 8;
    private static final int MOST_DIGITS = 15;
    private static final int FEWEST_BEHIND_ZERO = 9;
    private static final int LONGEST_NATIONAL = 10;
    private static final int FEW_WORDS = 3;
    /** How a national number without a leading zero is usually written. */
    private static final Set<String> NATIONAL_SHAPES =
            Set.of("3-3-4", "3-7", "10", "1-3-3-4", "5-5", "4-3-3", "3-3-3", "3-2-2-2", "6-4", "9");

    private int questions;

    boolean isPhone(PhoneCandidate digits, PhoneContext context) {
        if (digits.isCounting()) {
            return false;
        }
        if (digits.words() >= FEW_WORDS) {
            return true;
        }
        if (digits.isSplitIntoDigits()) {
            return context != PhoneContext.OTHER;
        }
        if (digits.length() > MOST_DIGITS) {
            return false;
        }
        if (digits.hasPlus()) {
            return isInternational(digits.digits());
        }
        return switch (context) {
            case OTHER -> false;
            case PHONE -> true;
            case NUMBER -> digits.length() > PhoneDetector.FEWEST_DIGITS || isByShape(digits);
            case NONE -> isByShape(digits);
        };
    }

    private boolean isByShape(PhoneCandidate digits) {
        String plain = digits.digits();
        if (plain.startsWith("00")) {
            return isInternational(plain.substring(2));
        }
        if (plain.startsWith("0")) {
            return digits.length() >= FEWEST_BEHIND_ZERO && isWrittenLikeANumber(digits);
        }
        if (NATIONAL_SHAPES.contains(digits.shape())) {
            return !mayAsk() || NumberingPlans.isNationalWithoutZero(plain);
        }
        return plain.length() > LONGEST_NATIONAL
                && digits.groupCount() <= 2
                && (!mayAsk() || NumberingPlans.isInternationalMobile(plain));
    }

    /** Many short groups of two are a list of numbers rather than one, unless there are exactly five. */
    private static boolean isWrittenLikeANumber(PhoneCandidate digits) {
        return digits.groupCount() <= 5 || digits.length() / digits.groupCount() > 2;
    }

    private boolean isInternational(String digits) {
        return digits.length() > PhoneDetector.FEWEST_DIGITS && (!mayAsk() || NumberingPlans.isInternational(digits));
    }

    private boolean mayAsk() {
        return questions++ < MOST_QUESTIONS;
    }
}
