package dev.parley.core.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.parley.core.error.Failures;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * Values by key until they change, ten seconds at most. Used only while the feed of changes is live; otherwise each request loads its
 * value. Requests for a value that is being loaded share the load. A value whose key changes while it is loaded is not kept. Any thread.
 */
final class RecentCache<V> {
    /** For changes that no node announces: another application's own writes. */
    private static final Duration KEPT = Duration.ofSeconds(10);

    private final ChangeFeed feed;
    private final String keyPrefix;
    private final Predicate<V> isKept;
    private final Cache<String, CompletableFuture<V>> values;

    /**
     * @param keyPrefix tells the keys of this cache from others in the feed
     * @param maxWeight of all values together
     * @param isKept whether a loaded value is kept
     */
    RecentCache(
            ChangeFeed feed,
            String keyPrefix,
            long maxWeight,
            ToIntFunction<V> weight,
            Predicate<V> isKept,
            Ticker ticker) {
        this.feed = feed;
        this.keyPrefix = keyPrefix;
        this.isKept = isKept;
        this.values = Caffeine.newBuilder()
                .ticker(ticker)
                .expireAfterWrite(KEPT)
                .maximumWeight(maxWeight)
                .weigher((String key, CompletableFuture<V> value) ->
                        value.isDone() && !value.isCompletedExceptionally() ? weight.applyAsInt(value.getNow(null)) : 1)
                .build();
        feed.subscribe(new Invalidation());
    }

    CompletionStage<V> get(String id, Supplier<CompletionStage<V>> load) {
        if (!feed.isLive()) {
            return load.get();
        }
        CompletableFuture<V> loading = new CompletableFuture<>();
        CompletableFuture<V> known = values.asMap().putIfAbsent(id, loading);
        return known == null ? load(id, loading, load) : known;
    }

    /** Deliberate: the entry is there before the load starts, so that a change during the load removes it. */
    private CompletionStage<V> load(String id, CompletableFuture<V> loading, Supplier<CompletionStage<V>> load) {
        Failures.stageOf(load).whenComplete((value, failure) -> {
            if (failure != null) {
                values.asMap().remove(id, loading);
                loading.completeExceptionally(failure);
            } else {
                loading.complete(value);
                weigh(id, loading, isKept.test(value));
            }
        });
        return loading;
    }

    /** An entry is weighed when it is written. */
    private void weigh(String id, CompletableFuture<V> loaded, boolean isKept) {
        if (isKept) {
            values.asMap().replace(id, loaded, loaded);
        } else {
            values.asMap().remove(id, loaded);
        }
    }

    /**
     * Forgets the value here and announces the change to the other nodes. Completes like the change, when the other nodes were told:
     * who was answered finds the change on each. Deliberate: announced also after a failure, since the store may have made it.
     */
    <T> CompletionStage<T> changing(String id, CompletionStage<T> change) {
        return change.handle((done, failure) -> announced(id))
                .thenCompose(announced -> announced)
                .thenCompose(told -> change);
    }

    private CompletionStage<Void> announced(String id) {
        values.invalidate(id);
        return feed.announce(keyPrefix + id);
    }

    private final class Invalidation implements ChangeFeed.Listener {
        @Override
        public void changed(String key) {
            if (key.startsWith(keyPrefix)) {
                values.invalidate(key.substring(keyPrefix.length()));
            }
        }

        @Override
        public void missed() {
            values.invalidateAll();
        }
    }
}
