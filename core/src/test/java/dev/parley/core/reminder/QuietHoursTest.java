package dev.parley.core.reminder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuietHoursTest {
    /** With changes of an hour, of half an hour, at midnight, of a whole day (Apia, 2011), and none. */
    private static final List<String> ZONES = List.of(
            "Europe/Berlin",
            "America/New_York",
            "America/Sao_Paulo",
            "Australia/Lord_Howe",
            "Africa/Casablanca",
            "Pacific/Apia",
            "Asia/Kathmandu",
            "UTC");

    private static final Duration LONGEST = Duration.ofDays(4);

    @ParameterizedTest
    @CsvSource({
        "22:00, 07:00, 2030-01-15T21:59:00+01:00, -",
        "22:00, 07:00, 2030-01-15T22:00:00+01:00, 2030-01-16T07:00:00+01:00",
        "22:00, 07:00, 2030-01-16T06:59:59+01:00, 2030-01-16T07:00:00+01:00",
        "22:00, 07:00, 2030-01-16T07:00:00+01:00, -",
        "12:00, 14:00, 2030-07-01T12:30:00+02:00, 2030-07-01T14:00:00+02:00",
        "12:00, 14:00, 2030-07-01T14:00:00+02:00, -"
    })
    void hoursHoldFromTheirFirstMinuteToBeforeTheirEnd(String from, String to, String now, String end) {
        assertThat(QuietHours.parse(from, to, "Europe/Berlin").endAfter(time(now)))
                .isEqualTo(end.equals("-") ? Optional.empty() : Optional.of(time(end)));
    }

    @Test
    void anEndThatIsSkippedInSpringIsTheEndOfTheGap() {
        QuietHours night = QuietHours.parse("22:00", "02:30", "Europe/Berlin");

        assertThat(night.endAfter(time("2030-03-31T01:59:00+01:00"))).contains(time("2030-03-31T03:00:00+02:00"));
        assertThat(QuietHours.parse("22:00", "07:00", "Europe/Berlin").endAfter(time("2030-03-30T23:00:00+01:00")))
                .contains(time("2030-03-31T07:00:00+02:00"));
    }

    @Test
    void hoursThatAreRepeatedInAutumnAreQuietBothTimes() {
        QuietHours night = QuietHours.parse("22:00", "03:00", "Europe/Berlin");

        assertThat(night.endAfter(time("2030-10-27T02:30:00+02:00"))).contains(time("2030-10-27T03:00:00+01:00"));
        assertThat(night.endAfter(time("2030-10-27T02:30:00+01:00"))).contains(time("2030-10-27T03:00:00+01:00"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theEndIsTheFirstMinuteOfAnyDayThatIsNotQuietOnTheWall(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 400; i++) {
            ZoneId zone = ZoneId.of(ZONES.get(random.nextInt(ZONES.size())));
            LocalTime from = minute(random);
            LocalTime to = random.nextBoolean() ? minute(random) : from.plusMinutes(1 + random.nextInt(180));
            if (from.equals(to)) {
                continue;
            }
            Instant now = near(zone, random);
            assertThat(new QuietHours(from, to, zone).endAfter(now))
                    .as("seed %d, %s to %s in %s at %s", seed, from, to, zone, now)
                    .isEqualTo(byTheMinute(from, to, zone, now));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "24:00, 07:00, Europe/Berlin, from must",
        "9:00, 07:00, Europe/Berlin, from must",
        "22:00, 07:00:00, Europe/Berlin, to must",
        "22:00, 22:00, Europe/Berlin, to must differ",
        "22:00, 07:00, +02:00, timeZone must",
        "22:00, 07:00, europe/berlin, timeZone must",
        "22:00, 07:00, ../etc, timeZone must"
    })
    void whatIsNoTimeAndNoTimeZoneIsRefused(String from, String to, String timeZone, String why) {
        assertThatThrownBy(() -> QuietHours.parse(from, to, timeZone)).hasMessageStartingWith(why);
    }

    /** The definition, minute after minute. */
    private static Optional<Instant> byTheMinute(LocalTime from, LocalTime to, ZoneId zone, Instant now) {
        if (!isQuiet(from, to, zone, now)) {
            return Optional.empty();
        }
        Instant end = now.truncatedTo(ChronoUnit.MINUTES).plusSeconds(60);
        while (isQuiet(from, to, zone, end)) {
            end = end.plusSeconds(60);
            assertThat(Duration.between(now, end)).isLessThan(LONGEST);
        }
        return Optional.of(end);
    }

    private static boolean isQuiet(LocalTime from, LocalTime to, ZoneId zone, Instant at) {
        int wall = at.atZone(zone).toLocalTime().toSecondOfDay() / 60;
        for (int minute = from.toSecondOfDay() / 60; minute != to.toSecondOfDay() / 60; minute = (minute + 1) % 1440) {
            if (minute == wall) {
                return true;
            }
        }
        return false;
    }

    /** Half of the times are within two days of a change of the clocks. */
    private static Instant near(ZoneId zone, Random random) {
        Instant any = time("2009-01-01T00:00:00Z").plusSeconds(random.nextInt(630_000_000));
        ZoneOffsetTransition change = zone.getRules().nextTransition(any);
        return change == null || random.nextBoolean()
                ? any
                : change.getInstant().plusSeconds(random.nextInt(345_600) - 172_800);
    }

    private static LocalTime minute(Random random) {
        return LocalTime.of(random.nextInt(24), random.nextInt(60));
    }

    private static Instant time(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }
}
