package dev.parley.core.reminder;

import static dev.parley.core.testing.People.ANNA;
import static dev.parley.core.testing.People.NOON;
import static dev.parley.core.testing.Stages.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.testing.InMemoryPreferences;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StoredPreferencesTest {
    private final InMemoryPreferences repository = new InMemoryPreferences();
    private final ReminderPreferences stored = new StoredPreferences(repository);

    @Test
    void whoHasStoredNoneIsRemindedAtOnce() {
        assertThat(permission(ReminderChannel.EMAIL)).isEqualTo(ReminderPermission.NOW);
    }

    @Test
    void aChannelThatIsOffIsNeverUsedAlsoInQuietHours() {
        store(Set.of(ReminderChannel.EMAIL), "11:00", "13:00");

        assertThat(permission(ReminderChannel.EMAIL)).isEqualTo(ReminderPermission.NEVER);
    }

    @Test
    void quietHoursPutAReminderOffUntilTheirEnd() {
        store(Set.of(), "11:00", "13:00");

        assertThat(permission(ReminderChannel.PUSH))
                .isEqualTo(new ReminderPermission.Later(Instant.parse("2030-01-01T13:00:00Z")));
    }

    @Test
    void outsideQuietHoursItIsSentAtOnce() {
        store(Set.of(ReminderChannel.EMAIL), "13:00", "11:00");

        assertThat(permission(ReminderChannel.PUSH)).isEqualTo(ReminderPermission.NOW);
    }

    private void store(Set<ReminderChannel> off, String from, String to) {
        await(repository.store(ANNA, new Preferences(off, Optional.of(QuietHours.parse(from, to, "UTC")))));
    }

    private ReminderPermission permission(ReminderChannel channel) {
        return await(stored.permission(ANNA, channel, NOON));
    }
}
