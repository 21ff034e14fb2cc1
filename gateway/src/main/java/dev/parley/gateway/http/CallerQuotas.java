package dev.parley.gateway.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.parley.core.error.ErrorCode;
import dev.parley.core.error.Rejection;
import dev.parley.gateway.auth.Caller;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The request quotas of the callers of this node. A caller is the subject of a token, or an address when there are no tokens.
 * At most {@value #MAX_BUCKETS} buckets are kept; a bucket that was idle for two minutes is full again and is dropped. Any
 * thread.
 */
final class CallerQuotas {
    private static final int MAX_BUCKETS = 50_000;
    private static final Duration IDLE = Duration.ofMinutes(2);

    private final TimeMeter clock;
    private final Cache<Key, Bucket> buckets;

    private record Key(boolean isService, String caller, RequestQuota quota) {}

    CallerQuotas(LongSupplier nanoClock) {
        this.clock = new NanoClock(nanoClock);
        this.buckets = Caffeine.newBuilder()
                .maximumSize(MAX_BUCKETS)
                .expireAfterAccess(IDLE)
                .ticker((Ticker) nanoClock::getAsLong)
                .build();
    }

    /** Takes {@code items}, or throws {@code rate_limited} and takes nothing. */
    void take(Caller caller, String address, RequestQuota quota, int items) {
        if (items < 1) {
            return;
        }
        Key key = new Key(caller.isService(), caller.subject().orElse(address), quota);
        Bucket bucket = buckets.get(key, added -> quota.rateFor(caller).newBucket(clock));
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(items);
        if (!probe.isConsumed()) {
            throw exceeded(quota, probe.getNanosToWaitForRefill());
        }
    }

    private static Rejection exceeded(RequestQuota quota, long waitNanos) {
        return new Rejection(
                ErrorCode.RATE_LIMITED,
                "too many requests of this caller (" + quota.word() + ")",
                null,
                Duration.ofMillis((waitNanos + 999_999) / 1_000_000),
                Map.of("quota", quota.word()));
    }

    private record NanoClock(LongSupplier nanos) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            return nanos.getAsLong();
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
