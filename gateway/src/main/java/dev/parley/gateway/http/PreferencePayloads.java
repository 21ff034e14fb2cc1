package dev.parley.gateway.http;

import dev.parley.core.reminder.Preferences;
import dev.parley.core.reminder.QuietHours;
import dev.parley.core.reminder.ReminderChannel;
import dev.parley.gateway.wire.PayloadFields;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Payloads about the reminders that a user wants. */
public final class PreferencePayloads {
    private PreferencePayloads() {}

    /** A body and a reply alike. A channel or hours that a body leaves out have their default; a reply has every channel. */
    public record PreferencesPayload(Optional<ChannelsPayload> channels, Optional<QuietHoursPayload> quietHours) {

        static PreferencesPayload read(PayloadFields fields) {
            fields.refuseOthers("channels", "quietHours");
            return new PreferencesPayload(
                    fields.optionalFields("channels").map(ChannelsPayload::read),
                    fields.optionalFields("quietHours").map(QuietHoursPayload::read));
        }

        static PreferencesPayload of(Preferences preferences) {
            return new PreferencesPayload(
                    Optional.of(ChannelsPayload.of(preferences)),
                    preferences.quietHours().map(QuietHoursPayload::of));
        }

        Preferences preferences() {
            return new Preferences(
                    channels.map(ChannelsPayload::off).orElse(Set.of()), quietHours.map(QuietHoursPayload::quietHours));
        }
    }

    public record ChannelsPayload(Optional<Boolean> email, Optional<Boolean> push, Optional<Boolean> webhook) {

        static ChannelsPayload read(PayloadFields fields) {
            fields.refuseOthers("email", "push", "webhook");
            return new ChannelsPayload(
                    fields.optionalFlag("email"), fields.optionalFlag("push"), fields.optionalFlag("webhook"));
        }

        static ChannelsPayload of(Preferences preferences) {
            return new ChannelsPayload(
                    Optional.of(preferences.allow(ReminderChannel.EMAIL)),
                    Optional.of(preferences.allow(ReminderChannel.PUSH)),
                    Optional.of(preferences.allow(ReminderChannel.WEBHOOK)));
        }

        Set<ReminderChannel> off() {
            Set<ReminderChannel> off = EnumSet.allOf(ReminderChannel.class);
            off.removeIf(channel -> flag(channel).orElse(true));
            return off;
        }

        private Optional<Boolean> flag(ReminderChannel channel) {
            return switch (channel) {
                case EMAIL -> email;
                case PUSH -> push;
                case WEBHOOK -> webhook;
            };
        }
    }

    /**
     * The hours of each day without reminders.
     *
     * @param from as {@code to} a local time such as 22:00; hours may go over midnight
     * @param timeZone an IANA name such as Europe/Berlin
     */
    public record QuietHoursPayload(String from, String to, String timeZone) {

        static QuietHoursPayload read(PayloadFields fields) {
            fields.refuseOthers("from", "to", "timeZone");
            return new QuietHoursPayload(fields.text("from"), fields.text("to"), fields.text("timeZone"));
        }

        static QuietHoursPayload of(QuietHours hours) {
            return new QuietHoursPayload(
                    hours.from().toString(),
                    hours.to().toString(),
                    hours.timeZone().getId());
        }

        QuietHours quietHours() {
            return QuietHours.parse(from, to, timeZone);
        }
    }
}
