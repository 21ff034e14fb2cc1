package dev.parley.core.reminder;

import dev.parley.core.id.UserId;
import java.util.concurrent.CompletionStage;

/** Where preferences are kept. Stages fail with {@code StorageException} and nothing else. */
public interface PreferencesRepository {

    /** Completes with {@link Preferences#DEFAULT} for a user who has stored none. */
    CompletionStage<Preferences> find(UserId user);

    /** Replaces all of them. The user need not exist. */
    CompletionStage<Void> store(UserId user, Preferences preferences);
}
