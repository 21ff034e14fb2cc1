package dev.parley.core.reminder;

import dev.parley.core.error.ErrorCode;
import dev.parley.core.error.Rejection;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.Optional;

/**
 * The hours of each day in which a user is not reminded. They are those of a clock on the wall: an hour that is repeated when the clock
 * is set back is as quiet as the first time, one that is skipped is not there.
 *
 * @param from first minute of them; later than {@code to} for hours over midnight
 * @param to first minute after them
 */
public record QuietHours(LocalTime from, LocalTime to, ZoneId timeZone) {
    private static final String TIME = "([01][0-9]|2[0-3]):[0-5][0-9]";

    public QuietHours {
        if (from.equals(to)) {
            throw refusal("to must differ from from; to end all reminders turn the channels off");
        }
    }

    /**
     * Throws {@link ErrorCode#INVALID_PAYLOAD}.
     *
     * @param from as {@code to}, such as {@code 22:00}
     * @param timeZone an IANA name, such as {@code Europe/Berlin}
     */
    public static QuietHours parse(String from, String to, String timeZone) {
        if (!ZoneId.getAvailableZoneIds().contains(timeZone)) {
            throw refusal("timeZone must be an IANA time zone such as Europe/Berlin");
        }
        return new QuietHours(time("from", from), time("to", to), ZoneId.of(timeZone));
    }

    /** When the quiet hours that hold at this time end; empty when none hold. */
    public Optional<Instant> endAfter(Instant now) {
        ZonedDateTime local = now.atZone(timeZone);
        if (!isQuiet(local.toLocalTime())) {
            return Optional.empty();
        }
        Instant end = next(local).toInstant(local.getOffset());
        ZoneOffsetTransition change = timeZone.getRules().nextTransition(now);
        if (change == null || change.getInstant().isAfter(end)) {
            return Optional.of(end);
        }
        return endAfter(change.getInstant()).or(() -> Optional.of(change.getInstant()));
    }

    private boolean isQuiet(LocalTime time) {
        boolean isFromReached = !time.isBefore(from);
        boolean isToAhead = time.isBefore(to);
        return from.isBefore(to) ? isFromReached && isToAhead : isFromReached || isToAhead;
    }

    /** The next {@code to} on a clock that is not changed. */
    private LocalDateTime next(ZonedDateTime local) {
        LocalDate today = local.toLocalDate();
        return LocalDateTime.of(local.toLocalTime().isBefore(to) ? today : today.plusDays(1), to);
    }

    private static LocalTime time(String field, String text) {
        if (!text.matches(TIME)) {
            throw refusal(field + " must be a local time such as 22:00");
        }
        return LocalTime.parse(text);
    }

    private static Rejection refusal(String why) {
        return new Rejection(ErrorCode.INVALID_PAYLOAD, why);
    }
}
