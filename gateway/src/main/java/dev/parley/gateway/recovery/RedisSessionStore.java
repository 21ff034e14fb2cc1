package dev.parley.gateway.recovery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.core.error.StorageException;
import dev.parley.core.id.UserId;
import dev.parley.gateway.wire.WireJson;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;

/** A session as a hash of who holds it and what it is. One that is forgotten is held by nobody until it ends. */
public final class RedisSessionStore implements SessionStore {
    private static final String NOBODY = "-";
    private static final String SAVE = """
            local holder = redis.call('HGET', KEYS[1], 'holder')
            if holder and holder ~= ARGV[1] then return 0 end
            local time = redis.call('TIME')
            local now = string.format('%.0f', time[1] * 1000000 + time[2])
            redis.call('HSET', KEYS[1], 'holder', ARGV[1], 'session', ARGV[2], 'saved', now)
            return redis.call('PEXPIRE', KEYS[1], ARGV[3])
            """;
    private static final String FORGET = """
            local holder = redis.call('HGET', KEYS[1], 'holder')
            if holder and holder ~= ARGV[1] then return 0 end
            redis.call('DEL', KEYS[1])
            redis.call('HSET', KEYS[1], 'holder', ARGV[2])
            return redis.call('PEXPIRE', KEYS[1], ARGV[3])
            """;
    private static final String FIND = "return redis.call('HMGET', KEYS[1], 'holder', 'session', 'saved')";
    private static final String TAKE_OVER = """
            local found = redis.call('HMGET', KEYS[1], 'holder', 'session')
            if found[1] ~= ARGV[1] or found[2] ~= ARGV[2] then return 0 end
            redis.call('HSET', KEYS[1], 'holder', ARGV[3])
            return redis.call('PEXPIRE', KEYS[1], ARGV[4])
            """;

    private final RScript script;
    private final String keyPrefix;

    /** @param keyPrefix without braces */
    public RedisSessionStore(RedissonClient redis, String keyPrefix) {
        this.script = redis.getScript(StringCodec.INSTANCE);
        this.keyPrefix = keyPrefix + ":session:";
    }

    @Override
    public CompletionStage<Void> save(String pid, String holder, RecoverableSession session, Duration time) {
        return run(SAVE, pid, holder, json(session), time.toMillis()).thenAccept(done -> {});
    }

    @Override
    public CompletionStage<Void> forget(String pid, String holder, Duration time) {
        return run(FORGET, pid, holder, NOBODY, time.toMillis()).thenAccept(done -> {});
    }

    @Override
    public CompletionStage<Optional<Held>> find(String pid) {
        return this.<List<String>>run(FIND, RScript.ReturnType.LIST, pid).thenApply(RedisSessionStore::held);
    }

    private static Optional<Held> held(List<String> fields) {
        return Optional.ofNullable(fields.get(1))
                .map(session -> new Held(fields.get(0), session(session), Long.parseLong(fields.get(2))));
    }

    @Override
    public CompletionStage<Boolean> takeOver(String pid, Held found, String holder, Duration time) {
        return run(TAKE_OVER, pid, found.holder(), json(found.session()), holder, time.toMillis())
                .thenApply(done -> done == 1);
    }

    private CompletionStage<Long> run(String lua, String pid, Object... args) {
        return run(lua, RScript.ReturnType.LONG, pid, args);
    }

    private <R> CompletionStage<R> run(String lua, RScript.ReturnType returns, String pid, Object... args) {
        return script.<R>evalAsync(
                        RScript.Mode.READ_WRITE,
                        lua,
                        returns,
                        List.of(keyPrefix + pid),
                        Arrays.stream(args).map(String::valueOf).toArray())
                .exceptionallyCompose(failure -> CompletableFuture.failedStage(
                        new StorageException("recoverable sessions: Redis did not answer", failure)));
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
