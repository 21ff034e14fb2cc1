package dev.parley.gateway.admin;

import dev.parley.core.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.redisson.api.RBucket;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;

/**
 * Sessions of admins in Redis, so that a page that is loaded again, or reconnects to another node, needs no password. Redis has hashes
 * only. Stages fail when Redis is unavailable.
 */
final class AdminSessions {
    private static final Duration KEPT = Duration.ofHours(12);
    private static final int MAX_LENGTH = 64;

    private final RedissonClient client;
    private final String keyPrefix;

    AdminSessions(RedissonClient client, String keyPrefix) {
        this.client = client;
        this.keyPrefix = keyPrefix;
    }

    /** Completes with the id of a new session. */
    CompletionStage<String> begin(String user, AdminUsers users) {
        String id = Secrets.next();
        return bucket(id, users).setAsync(user, KEPT).thenApply(done -> id);
    }

    /** Completes with the user of a session; empty when it has ended or never existed. */
    CompletionStage<Optional<String>> userOf(String id, AdminUsers users) {
        String bounded = id.substring(0, Math.min(id.length(), MAX_LENGTH));
        return bucket(bounded, users).getAsync().thenApply(Optional::ofNullable);
    }

    private RBucket<String> bucket(String id, AdminUsers users) {
        byte[] hash = Sha256.of(users.fingerprint(), id.getBytes(StandardCharsets.UTF_8));
        return client.getBucket(keyPrefix + ":admin:" + HexFormat.of().formatHex(hash), StringCodec.INSTANCE);
    }
}
