package dev.parley.gateway.http;

import dev.parley.gateway.auth.Caller;
import dev.parley.gateway.wire.EnumNames;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;

/**
 * What one caller may ask of one node. Users get what a person needs, services get what a back end in a hurry needs. A request
 * that names many users or receivers counts once for each.
 */
public enum RequestQuota {
    /** Lists and single documents. */
    READS(new Rate(200, 600), Rate.SERVICE),
    /** Chats that are opened or changed. */
    CHATS(new Rate(20, 60), Rate.SERVICE),
    /** Messages that are sent. The rate rule, over the cluster, is stricter and answers first. */
    MESSAGES(new Rate(60, 300), Rate.SERVICE),
    /** Changes of users, blocks, disconnects. */
    USERS(new Rate(20, 60), Rate.SERVICE),
    /** Notifications, by receiver. */
    NOTIFICATIONS(new Rate(20, 60), new Rate(200_000, 1_200_000)),
    /** Online states, by user asked about. */
    PRESENCE(new Rate(500, 1_200), Rate.SERVICE),
    /** Explanations of the message rules, which cost the most processor time. */
    EXPLAIN(new Rate(20, 60), new Rate(1_000, 6_000));

    /** A token bucket. @param burst its capacity */
    record Rate(long burst, long perMinute) {
        private static final Rate SERVICE = new Rate(50_000, 600_000);

        Bucket newBucket(TimeMeter clock) {
            return Bucket.builder()
                    .addLimit(limit -> limit.capacity(burst).refillGreedy(perMinute, Duration.ofMinutes(1)))
                    .withCustomTimePrecision(clock)
                    .build();
        }
    }

    private final Rate users;
    private final Rate services;

    RequestQuota(Rate users, Rate services) {
        this.users = users;
        this.services = services;
    }

    Rate rateFor(Caller caller) {
        return caller.isService() ? services : users;
    }

    String word() {
        return EnumNames.of(this);
    }
}
