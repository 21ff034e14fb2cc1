package dev.parley.core.reminder;

import dev.parley.core.id.UserId;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What users want to be reminded of, and when. Asked when a reminder is due, immediately before it is sent. */
@FunctionalInterface
public interface ReminderPreferences {
    /** Everyone, at any time. */
    ReminderPreferences ALWAYS = (user, channel, now) -> CompletableFuture.completedStage(ReminderPermission.NOW);

    /** Fails with {@code StorageException} and nothing else; then it is asked again. */
    CompletionStage<ReminderPermission> permission(UserId user, ReminderChannel channel, Instant now);
}
