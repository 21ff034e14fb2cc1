package dev.parley.core.mongo;

import static dev.parley.core.testing.People.ANNA;
import static dev.parley.core.testing.Stages.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.reminder.Preferences;
import dev.parley.core.reminder.PreferencesRepository;
import dev.parley.core.reminder.PreferencesRepositoryContract;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MongoPreferencesRepositoryIT extends PreferencesRepositoryContract {
    @RegisterExtension
    static final FreshStore mongo = new FreshStore();

    @Override
    protected PreferencesRepository preferences() {
        return mongo.store().preferences();
    }

    @Test
    void aTimeZoneThatThisNodeDoesNotKnowMeansNoQuietHours() {
        Document hours = new Document("from", "22:00").append("to", "07:00").append("timeZone", "Mars/Olympus");
        mongo.collection("reminderPreferences")
                .insertOne(new Document("_id", ANNA.value())
                        .append("off", List.of())
                        .append("quietHours", hours));

        assertThat(await(preferences().find(ANNA))).isEqualTo(Preferences.DEFAULT);
    }
}
