package dev.parley.gateway.webhooks;

import dev.parley.core.outbox.EventType;
import dev.parley.core.outbox.Outbox;
import dev.parley.core.outbox.Outbox.Batch;
import dev.parley.core.outbox.Outbox.Source;
import dev.parley.core.outbox.PendingEvents;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/**
 * Reads the pending events of one endpoint page by page, round after round over all keys, so that no chat waits for another. One page
 * at a time; not thread-safe.
 */
final class OutboxPages {
    private static final int PAGE = 500;

    private final Outbox outbox;
    private final String endpoint;
    private final List<Source> sources;
    private int source;
    private Optional<String> after = Optional.empty();
    private Optional<Instant> oldestOfRound = Optional.empty();
    private Optional<Instant> oldestOfLastRound = Optional.empty();

    /** @param events that the endpoint subscribes to */
    OutboxPages(Outbox outbox, String endpoint, Set<EventType> events) {
        this.outbox = outbox;
        this.endpoint = endpoint;
        this.sources = List.copyOf(sources(events));
    }

    CompletionStage<Batch> next(Set<Integer> shards) {
        return outbox.pending(endpoint, shards, sources.get(source), after, PAGE);
    }

    /** Moves behind a page that was read. Returns whether it was the last of its round. */
    boolean advance(Batch page) {
        oldest(page).ifPresent(found -> oldestOfRound = Optional.of(earlier(found)));
        after = page.next();
        if (after.isPresent()) {
            return false;
        }
        source = (source + 1) % sources.size();
        if (source > 0) {
            return false;
        }
        oldestOfLastRound = oldestOfRound;
        oldestOfRound = Optional.empty();
        return true;
    }

    /** The time of the oldest pending event, as of the last full round; empty when there is none. */
    Optional<Instant> oldest() {
        return Stream.concat(oldestOfRound.stream(), oldestOfLastRound.stream()).min(Instant::compareTo);
    }

    private Instant earlier(Instant found) {
        return oldestOfRound.filter(known -> known.isBefore(found)).orElse(found);
    }

    private static Optional<Instant> oldest(Batch page) {
        return page.events().stream()
                .map(PendingEvents::events)
                .flatMap(List::stream)
                .map(event -> event.at())
                .min(Instant::compareTo);
    }

    /** Chats first: a chat is created before anything happens in it. */
    private static Set<Source> sources(Set<EventType> events) {
        Set<Source> sources = EnumSet.noneOf(Source.class);
        for (EventType type : events) {
            sources.add(
                    switch (type) {
                        case MESSAGE_CREATED, MESSAGE_READ -> Source.MESSAGES;
                        case CHAT_CREATED, CHAT_CHANGED -> Source.CHATS;
                        case NOTIFICATION_CREATED -> Source.NOTIFICATIONS;
                        case MESSAGE_UNREAD -> Source.REMINDERS;
                        case USER_ONLINE, USER_OFFLINE -> Source.USERS;
                    });
        }
        return sources;
    }
}
