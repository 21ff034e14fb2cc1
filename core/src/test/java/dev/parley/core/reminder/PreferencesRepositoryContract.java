package dev.parley.core.reminder;

import static dev.parley.core.testing.People.ANNA;
import static dev.parley.core.testing.People.BORIS;
import static dev.parley.core.testing.Stages.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Contract tests for each {@link PreferencesRepository}. */
public abstract class PreferencesRepositoryContract {
    private static final Preferences NIGHTS = new Preferences(
            Set.of(ReminderChannel.EMAIL, ReminderChannel.WEBHOOK),
            Optional.of(QuietHours.parse("22:00", "07:30", "Asia/Kathmandu")));

    protected abstract PreferencesRepository preferences();

    @Test
    void aUserWithoutPreferencesHasTheDefault() {
        assertThat(await(preferences().find(ANNA))).isEqualTo(Preferences.DEFAULT);
    }

    @Test
    void preferencesAreReadAsTheyWereStored() {
        await(preferences().store(ANNA, NIGHTS));

        assertThat(await(preferences().find(ANNA))).isEqualTo(NIGHTS);
        assertThat(await(preferences().find(BORIS))).isEqualTo(Preferences.DEFAULT);
    }

    @Test
    void storingReplacesAllOfThem() {
        await(preferences().store(ANNA, NIGHTS));
        Preferences noPush = new Preferences(Set.of(ReminderChannel.PUSH), Optional.empty());
        await(preferences().store(ANNA, noPush));

        assertThat(await(preferences().find(ANNA))).isEqualTo(noPush);
    }

    @Test
    void twoFirstOnesAtOnceAreBothStored() {
        List<CompletionStage<Void>> stores = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            stores.add(preferences().store(ANNA, NIGHTS));
        }
        stores.forEach(each -> await(each));

        assertThat(await(preferences().find(ANNA))).isEqualTo(NIGHTS);
    }
}
