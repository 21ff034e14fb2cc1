package dev.parley.gateway.recovery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.core.error.StorageException;
import dev.parley.core.id.UserId;
import dev.parley.gateway.redis.RedisScript;
import dev.parley.gateway.wire.WireJson;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;

/** A session as a hash of its holder and its state. A session that was forgotten has no holder until its key expires. */
public final class RedisSessionStore implements SessionStore {
    private static final RedisScript SAVE = RedisScript.load(RedisSessionStore.class, "save");
    private static final RedisScript FORGET = RedisScript.load(RedisSessionStore.class, "forget");
    private static final RedisScript FIND = RedisScript.load(RedisSessionStore.class, "find");
    private static final RedisScript TAKE_OVER = RedisScript.load(RedisSessionStore.class, "take_over");

    private final RScript redis;
    private final String keyPrefix;

    /** @param keyPrefix without braces */
    public RedisSessionStore(RedissonClient client, String keyPrefix) {
        this.redis = client.getScript(StringCodec.INSTANCE);
        this.keyPrefix = keyPrefix + ":session:";
    }

    @Override
    public CompletionStage<Void> save(String pid, String holder, RecoverableSession session, Duration time) {
        return run(SAVE, pid, holder, json(session), time.toMillis(), holder).thenAccept(done -> {});
    }

    @Override
    public CompletionStage<Void> release(String pid, String holder, RecoverableSession session, Duration time) {
        return run(SAVE, pid, holder, json(session), time.toMillis(), NOBODY).thenAccept(done -> {});
    }

    @Override
    public CompletionStage<Void> forget(String pid, String holder, Duration time) {
        return run(FORGET, pid, holder, NOBODY, time.toMillis()).thenAccept(done -> {});
    }

    @Override
    public CompletionStage<Optional<PersistedSession>> find(String pid) {
        return this.<List<String>>run(FIND, RScript.ReturnType.LIST, pid).thenApply(RedisSessionStore::held);
    }

    private static Optional<PersistedSession> held(List<String> fields) {
        return Optional.ofNullable(fields.get(1))
                .map(session -> new PersistedSession(fields.get(0), session(session), Long.parseLong(fields.get(2))));
    }

    @Override
    public CompletionStage<Boolean> takeOver(String pid, PersistedSession found, String holder, Duration time) {
        return run(TAKE_OVER, pid, found.holder(), json(found.session()), holder, time.toMillis())
                .thenApply(done -> done == 1);
    }

    private CompletionStage<Long> run(RedisScript script, String pid, Object... arguments) {
        return run(script, RScript.ReturnType.LONG, pid, arguments);
    }

    private <R> CompletionStage<R> run(
            RedisScript script, RScript.ReturnType returns, String pid, Object... arguments) {
        return script.run(
                redis,
                returns,
                List.of(keyPrefix + pid),
                Arrays.stream(arguments).map(String::valueOf).toArray());
    }

    /** The same session has the same text, whichever order its rooms come in. */
    private static String json(RecoverableSession session) {
        ObjectNode json = WireJson.mapper().createObjectNode().put("sid", session.socketId());
        session.user().ifPresent(user -> json.put("user", user.value()));
        new TreeSet<>(session.rooms()).forEach(json.putArray("rooms")::add);
        return json.put("since", session.since()).toString();
    }

    private static RecoverableSession session(String text) {
        try {
            JsonNode json = WireJson.mapper().readTree(text);
            Set<String> rooms = new LinkedHashSet<>();
            json.path("rooms").forEach(room -> rooms.add(room.asText()));
            return new RecoverableSession(
                    json.path("sid").asText(),
                    Optional.ofNullable(json.get("user")).map(user -> new UserId(user.asText())),
                    rooms,
                    json.path("since").asLong());
        } catch (JsonProcessingException broken) {
            throw new StorageException("a session cannot be read", broken);
        }
    }
}
