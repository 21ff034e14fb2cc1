package dev.parley.core.testing;

import static java.util.concurrent.CompletableFuture.completedStage;

import dev.parley.core.id.UserId;
import dev.parley.core.reminder.Preferences;
import dev.parley.core.reminder.PreferencesRepository;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Preferences in a map. Thread-safe. */
public class InMemoryPreferences implements PreferencesRepository {
    private final Map<UserId, Preferences> preferences = new ConcurrentHashMap<>();

    @Override
    public CompletionStage<Preferences> find(UserId user) {
        return completedStage(preferences.getOrDefault(user, Preferences.DEFAULT));
    }

    @Override
    public CompletionStage<Void> store(UserId user, Preferences stored) {
        preferences.put(user, stored);
        return completedStage(null);
    }
}
