package dev.parley.core.reminder;

import dev.parley.core.id.UserId;
import java.time.Instant;
import java.util.concurrent.CompletionStage;

/** Decides by the preferences that users have stored. */
public final class StoredPreferences implements ReminderPreferences {
    private final PreferencesRepository preferences;

    public StoredPreferences(PreferencesRepository preferences) {
        this.preferences = preferences;
    }

    @Override
    public CompletionStage<ReminderPermission> permission(UserId user, ReminderChannel channel, Instant now) {
        return preferences.find(user).thenApply(stored -> stored.permission(channel, now));
    }
}
