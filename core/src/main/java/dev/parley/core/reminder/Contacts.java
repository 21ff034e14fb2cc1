package dev.parley.core.reminder;

import dev.parley.core.id.UserId;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Where the addresses and names of users are. Stages fail with {@code StorageException} and nothing else. */
@FunctionalInterface
public interface Contacts {

    /** Completes with one entry per id asked for; {@link Contact#UNKNOWN} for a user without a document. */
    CompletionStage<Map<UserId, Contact>> find(Collection<UserId> users);
}
