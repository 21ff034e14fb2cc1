package dev.parley.gateway.recovery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** An in-memory session store that can be made unavailable. */
final class InMemorySessions implements SessionStore {
    private record Entry(String holder, Optional<RecoverableSession> session, Instant saved, Instant end) {}

    private final Map<String, Entry> entries = new HashMap<>();
    private final Clock clock;
    boolean isAway;

    InMemorySessions(Clock clock) {
        this.clock = clock;
    }

    @Override
    public CompletionStage<Void> save(String pid, String holder, RecoverableSession session, Duration time) {
        return write(pid, holder, holder, Optional.of(session), time);
    }

    @Override
    public CompletionStage<Void> release(String pid, String holder, RecoverableSession session, Duration time) {
        return write(pid, holder, NOBODY, Optional.of(session), time);
    }

    @Override
    public CompletionStage<Void> forget(String pid, String holder, Duration time) {
        return write(pid, holder, NOBODY, Optional.empty(), time);
    }

    private CompletionStage<Void> write(
            String pid, String holder, String next, Optional<RecoverableSession> session, Duration time) {
        if (isAway) {
            return away();
        }
        Optional<Entry> before = entry(pid);
        if (before.isEmpty() || before.get().holder().equals(holder)) {
            put(pid, next, session, time);
        }
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Optional<PersistedSession>> find(String pid) {
        return isAway ? away() : CompletableFuture.completedFuture(held(pid));
    }

    Optional<PersistedSession> held(String pid) {
        return entry(pid).flatMap(entry -> entry.session()
                .map(session -> new PersistedSession(entry.holder(), session, micros(entry.saved()))));
    }

    @Override
    public CompletionStage<Boolean> takeOver(String pid, PersistedSession found, String holder, Duration time) {
        Optional<Entry> kept = entry(pid).filter(entry -> held(pid).equals(Optional.of(found)));
        Instant end = clock.instant().plus(time);
        kept.ifPresent(entry -> entries.put(pid, new Entry(holder, entry.session(), entry.saved(), end)));
        return CompletableFuture.completedFuture(kept.isPresent());
    }

    private void put(String pid, String holder, Optional<RecoverableSession> session, Duration time) {
        Instant now = clock.instant();
        entries.put(pid, new Entry(holder, session, now, now.plus(time)));
    }

    private static long micros(Instant time) {
        return time.toEpochMilli() * 1_000;
    }

    private Optional<Entry> entry(String pid) {
        return Optional.ofNullable(entries.get(pid)).filter(entry -> entry.end().isAfter(clock.instant()));
    }

    private static <T> CompletionStage<T> away() {
        return CompletableFuture.failedFuture(new IllegalStateException("unavailable"));
    }
}
