package dev.parley.core.reminder;

import dev.parley.core.testing.InMemoryPreferences;

class InMemoryPreferencesRepositoryTest extends PreferencesRepositoryContract {
    private final InMemoryPreferences preferences = new InMemoryPreferences();

    @Override
    protected PreferencesRepository preferences() {
        return preferences;
    }
}
