package dev.parley.core.rules.contact;

import java.util.List;

/** What digits also mean: dates, times, amounts, sizes, versions. */
final class HarmlessDigits {
    private HarmlessDigits() {}

    /** @param inNumber whether the chunk continues what looks like a phone number; then only a clear date or time counts */
    static boolean is(DigitChunk chunk, boolean inNumber) {
        if (chunk.hasPlus() || chunk.isWord()) {
            return false;
        }
        return isTime(chunk) || isFullDate(chunk) || (!inNumber && (isShortDate(chunk) || isAmount(chunk)));
    }

    private static boolean isTime(DigitChunk chunk) {
        List<String> groups = chunk.groups();
        return chunk.symbols().startsWith(":")
                && groups.size() >= 2
                && groups.size() <= 4
                && number(groups.get(0)) <= 24
                && groups.get(1).length() == 2
                && number(groups.get(1)) < 60;
    }

    /** With a year of four digits: 2026-11-23, 23.11.2026, 11/23/2026. */
    private static boolean isFullDate(DigitChunk chunk) {
        List<String> groups = chunk.groups();
        if (groups.size() < 3 || !"-./".contains(chunk.symbols().substring(0, 1))) {
            return false;
        }
        return isYear(groups.get(0))
                ? isDay(groups.get(1)) && isDay(groups.get(2))
                : isDay(groups.get(0)) && isDay(groups.get(1)) && isYear(groups.get(2));
    }

    private static boolean isShortDate(DigitChunk chunk) {
        List<String> groups = chunk.groups();
        return groups.size() == 3
                && isDay(groups.get(0))
                && isDay(groups.get(1))
                && groups.get(2).length() == 2
                && isOneSymbol(chunk)
                && (number(groups.get(0)) <= 12 || number(groups.get(1)) <= 12);
    }

    /** A decimal number, a number in groups of three, a range of two. */
    private static boolean isAmount(DigitChunk chunk) {
        List<String> groups = chunk.groups();
        if (groups.size() == 2) {
            boolean trunk = groups.get(0).startsWith("0") && groups.get(0).length() >= 3;
            return !trunk && (".,:'".contains(chunk.symbols()) || chunk.length() <= 8);
        }
        return groups.size() > 2 && isThousands(groups, chunk.symbols());
    }

    private static boolean isThousands(List<String> groups, String symbols) {
        int last = groups.size() - 1;
        boolean whole = groups.subList(1, last).stream().allMatch(group -> group.length() == 3);
        return !groups.get(0).startsWith("0")
                && groups.get(0).length() <= 3
                && whole
                && groups.get(last).length() <= 3
                && ".,'".indexOf(symbols.charAt(0)) >= 0
                && (groups.get(last).length() == 3 ? groups.get(0).length() < 3 || symbols.charAt(0) != '.' : true);
    }

    private static boolean isOneSymbol(DigitChunk chunk) {
        return chunk.symbols().chars().distinct().count() == 1
                && "-./".contains(chunk.symbols().substring(0, 1));
    }

    private static boolean isYear(String group) {
        return group.length() == 4 && (group.startsWith("19") || group.startsWith("20"));
    }

    private static boolean isDay(String group) {
        return group.length() <= 2 && number(group) >= 1 && number(group) <= 31;
    }

    private static int number(String group) {
        return group.length() > 4 ? Integer.MAX_VALUE : Integer.parseInt(group);
    }
}
