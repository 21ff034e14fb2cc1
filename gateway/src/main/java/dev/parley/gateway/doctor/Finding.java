package dev.parley.gateway.doctor;

/**
 * One result of an examination.
 *
 * @param subject what was examined, such as {@code Redis}
 * @param text what was found, in one sentence
 * @param action what to do about it; empty when there is nothing to do
 */
public record Finding(String subject, Level level, String text, String action) {

    /** How much a finding matters. Only a problem makes the examination fail. */
    public enum Level {
        OK,
        NOTE,
        WARNING,
        PROBLEM
    }

    static Finding ok(String subject, String text) {
        return new Finding(subject, Level.OK, text, "");
    }

    static Finding note(String subject, String text, String action) {
        return new Finding(subject, Level.NOTE, text, action);
    }

    static Finding warning(String subject, String text, String action) {
        return new Finding(subject, Level.WARNING, text, action);
    }

    public static Finding problem(String subject, String text, String action) {
        return new Finding(subject, Level.PROBLEM, text, action);
    }
}
