package dev.parley.loadtests.presence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.loadtests.client.Json;
import dev.parley.loadtests.client.LoadClient;
import dev.parley.loadtests.client.LoadSocket;
import dev.parley.loadtests.client.SocketListener;
import io.netty.buffer.ByteBuf;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A socket on one node whose user has chats with some users: it receives their changes, reads their status when it connects and on
 * {@code resync}, and compares both with the truth. On the clients' event loop only.
 */
final class PresenceObserver {

    private static final int PAGE = 100;
    private static final int RECONNECT_MS = 300;
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(8);

    private final LoadClient client;
    private final int port;
    private final String userId;
    private final List<UserTruth> watched;
    private final PresenceDrillState state;
    private final Map<String, View> views = new HashMap<>();
    private Connection connection;

    PresenceObserver(LoadClient client, int port, String userId, List<UserTruth> watched, PresenceDrillState state) {
        this.client = client;
        this.port = port;
        this.userId = userId;
        this.watched = watched;
        this.state = state;
    }

    void connect() {
        Connection own = new Connection();
        connection = own;
        client.connect(port, own)
                .thenCompose(socket -> {
                    own.socket = socket;
                    return client.within(ANSWER_WITHIN, socket.askOk("user-join", userId));
                })
                .thenCompose(joined -> own.readAll())
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        own.close();
                    } else {
                        own.isReady = true;
                    }
                });
    }

    boolean isReady() {
        return connection.isReady;
    }

    /** The status of users according to this observer's node, by user id. Fails while the node does not answer. */
    CompletableFuture<Map<String, Boolean>> ask(List<UserTruth> users) {
        return isReady()
                ? connection.ask(users)
                : CompletableFuture.failedFuture(new IllegalStateException("not connected"));
    }

    /** How many of these users this observer has wrong. */
    long wrongViews(Predicate<UserTruth> isCompared) {
        return wrong(isCompared).count();
    }

    /** Counts the users that this observer has had wrong for longer than the bound. */
    void audit() {
        long now = System.nanoTime();
        wrong(user -> state.truth().mustBeKnown(user, now, UserTruth.LATE_NANOS))
                .forEach(this::count);
    }

    private Stream<UserTruth> wrong(Predicate<UserTruth> isCompared) {
        return isReady()
                ? watched.stream()
                        .filter(isCompared)
                        .filter(user -> views.containsKey(user.id())
                                && views.get(user.id()).isWrong(user))
                : Stream.empty();
    }

    private void count(UserTruth user) {
        state.counts().example(() -> "%s is %s for %d ms; %s on port %d shows %s"
                .formatted(
                        user.id(),
                        user.state(),
                        (System.nanoTime() - user.since()) / 1_000_000,
                        userId,
                        port,
                        views.get(user.id())));
        if (user.state() == UserTruth.State.OFFLINE) {
            state.counts().ghost(user);
        } else {
            state.counts().falseOffline(user);
        }
    }

    private void announced(JsonNode change) {
        UserTruth user = state.truth().find(change.path("userId").asText());
        if (user == null) {
            return;
        }
        View view = views.computeIfAbsent(user.id(), id -> new View());
        long version = change.path("version").asLong();
        boolean isOnline = change.path("isOnline").asBoolean();
        state.counts().announcement();
        boolean isSameState =
                state.truth().isUndisturbedSince(view.announcedAt) && view.isAnnounced(isOnline, connection);
        if (version == view.version || version > view.version && isSameState) {
            state.counts().repeat();
        }
        if (version > view.version) {
            view.announced(isOnline, version, connection);
            if (!isOnline) {
                judgeOffline(user, version);
            }
        }
    }

    private void judgeOffline(UserTruth user, long version) {
        long now = System.nanoTime();
        if (user.isFalseOffline(now)) {
            state.counts().falseOffline(user);
        } else if (user.isFlap(now)) {
            state.counts().flap(user, version);
        }
    }

    /** What the observer believes about one user. */
    private static final class View {
        private boolean isOnline;
        private long version = -1;
        private long announcedAt;
        private Connection announcedOn;

        void announced(boolean online, long newVersion, Connection on) {
            isOnline = online;
            version = newVersion;
            announcedAt = System.nanoTime();
            announcedOn = on;
        }

        /** Whether the last announcement on this connection said the same. */
        boolean isAnnounced(boolean online, Connection on) {
            return announcedOn == on && isOnline == online;
        }

        /** A status that was asked for does not replace an announcement that arrived before it. */
        void read(boolean online, long askedAt) {
            if (announcedAt < askedAt) {
                isOnline = online;
                announcedOn = null;
            }
        }

        @Override
        public String toString() {
            String source = announcedOn == null ? "read" : "announced";
            return "%s, %s %d ms ago, version %d"
                    .formatted(
                            isOnline ? "online" : "offline",
                            source,
                            (System.nanoTime() - announcedAt) / 1_000_000,
                            version);
        }

        boolean isWrong(UserTruth user) {
            return isOnline != (user.state() == UserTruth.State.ONLINE);
        }
    }

    private final class Connection implements SocketListener {
        private LoadSocket socket;
        private boolean isReady;
        private boolean isClosed;

        CompletableFuture<Map<String, Boolean>> ask(List<UserTruth> users) {
            Map<String, Boolean> all = new HashMap<>();
            List<CompletableFuture<?>> pages = new ArrayList<>();
            for (int from = 0; from < users.size(); from += PAGE) {
                List<String> ids = users.subList(from, Math.min(from + PAGE, users.size())).stream()
                        .map(UserTruth::id)
                        .toList();
                pages.add(client.within(ANSWER_WITHIN, socket.askOk("get-online-status", ids))
                        .thenAccept(page -> page.path("users")
                                .forEach(user -> all.put(
                                        user.path("userId").asText(),
                                        user.path("isOnline").asBoolean()))));
            }
            return CompletableFuture.allOf(pages.toArray(CompletableFuture[]::new))
                    .thenApply(done -> all);
        }

        CompletableFuture<Void> readAll() {
            long askedAt = System.nanoTime();
            return ask(watched)
                    .thenAccept(answers -> answers.forEach((id, isOnline) ->
                            views.computeIfAbsent(id, any -> new View()).read(isOnline, askedAt)));
        }

        /** Until it has been answered. */
        private void readAgain() {
            readAll().whenComplete((done, failure) -> {
                if (failure != null && this == connection && !isClosed) {
                    client.loop().schedule(this::readAgain, RECONNECT_MS, TimeUnit.MILLISECONDS);
                }
            });
        }

        @Override
        public void event(ByteBuf in, int from, int to) {
            try {
                JsonNode event = Json.read(in.toString(from, to - from, StandardCharsets.UTF_8));
                switch (event.path(0).asText()) {
                    case "user-status-changed" -> announced(event.path(1));
                    case "resync" -> readAgain();
                    default -> {}
                }
            } catch (JsonProcessingException malformed) {
                throw new UncheckedIOException(malformed);
            }
        }

        void close() {
            if (socket != null) {
                socket.close();
            }
            closed();
        }

        @Override
        public void closed() {
            isReady = false;
            if (!isClosed) {
                isClosed = true;
                client.loop().schedule(PresenceObserver.this::connect, RECONNECT_MS, TimeUnit.MILLISECONDS);
            }
        }
    }
}
