package dev.parley.gateway.admin;

import com.corundumstudio.socketio.SocketIONamespace;
import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.gateway.auth.TokenCheckQueue;
import dev.parley.gateway.files.WatchedFile;
import dev.parley.gateway.rooms.DeliveryTrace;
import dev.parley.gateway.rooms.LocalRooms;
import dev.parley.gateway.timers.PeriodicTask;
import dev.parley.gateway.transport.ConnectAuthorizer;
import dev.parley.gateway.transport.Session;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Function;
import org.redisson.api.RedissonClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The namespace {@code /admin} of this node. */
public final class AdminUi implements AdminAudience {
    /** Of the namespace on the wire and in netty-socketio. */
    public static final String NAMESPACE = AdminFrames.ADMIN;

    private static final Logger LOG = LoggerFactory.getLogger(AdminUi.class);
    private static final Duration STATS_EVERY = Duration.ofSeconds(2);
    /** Sockets are read again this often at most, when events were dropped. */
    private static final Duration SOCKETS_EVERY = Duration.ofSeconds(10);

    private final AdminMeters meters;
    private final AdminChannel channel;
    private final AdminNamespace namespace;
    private final AdminFeed feed;
    private final ServerStats stats;
    private final AdminSessions sessions;
    private final WatchedFile<AdminUsers> file;
    private final ThreadPoolExecutor checks = TokenCheckQueue.newExecutor("parley-admin");
    private final ScheduledExecutorService timer;
    private volatile Optional<AdminUsers> users = Optional.empty();
    private volatile boolean isStale;
    private SocketSnapshots sockets;
    private PeriodicTask statistics;
    private PeriodicTask refreshes;

    /** @param trace is told what becomes of messages as well, see {@link #trace} */
    public AdminUi(
            AdminSettings settings,
            DeliveryTrace trace,
            RedissonClient client,
            String keyPrefix,
            String node,
            MeterRegistry registry,
            ScheduledExecutorService timer,
            Clock clock) {
        this.timer = timer;
        meters = new AdminMeters(registry);
        AdminFrames frames = new AdminFrames(node + "~admin");
        channel = new AdminChannel(client, frames, meters);
        namespace = new AdminNamespace(new AdminCommands(settings.commands(), channel, frames, meters));
        feed = new AdminFeed(trace, clock, meters);
        stats = new ServerStats(node, registry, clock);
        sessions = new AdminSessions(client, keyPrefix);
        file = new WatchedFile<>("users of the Admin UI", settings.users(), AdminUsers::parse, timer);
    }

    /** What the fan-out tells. */
    public DeliveryTrace trace() {
        return feed;
    }

    /** Authorizes for the namespace {@code /admin}; asks {@code others} for the rest. */
    public ConnectAuthorizer authorizer(ConnectAuthorizer others) {
        return new AdminLogin(others, () -> users, sessions, new TokenCheckQueue(checks), meters);
    }

    /**
     * @param admins the namespace {@code /admin}
     * @param chats the namespace {@code /}, whose sockets are watched
     * @param userOf what is shown of the user of a socket
     */
    public void bindTo(
            SocketIONamespace admins,
            SocketIONamespace chats,
            LocalRooms rooms,
            Function<Session, Map<String, Object>> userOf) {
        sockets = new SocketSnapshots(rooms, userOf);
        feed.start(rooms, sockets, this);
        namespace.bindTo(admins, () -> channel.listen().thenRun(this::tellSockets), channel::stopListening);
        chats.addConnectListener(client -> feed.connected(Session.of(client)));
        chats.addDisconnectListener(client -> feed.disconnected(Session.of(client)));
        chats.addEventInterceptor((client, event, arguments, ack) -> feed.received(Session.of(client), event));
    }

    public void start() {
        file.start(version -> users = Optional.of(version));
        channel.onReceived(this::received);
        statistics = PeriodicTask.startNow("the statistics of the Admin UI", timer, STATS_EVERY, this::tellStats);
        refreshes = PeriodicTask.start("the sockets of the Admin UI", timer, SOCKETS_EVERY, this::refresh);
    }

    /** May be called twice. */
    public void stop() {
        file.stop();
        if (statistics != null) {
            statistics.cancel();
            refreshes.cancel();
        }
        channel.stopListening();
        checks.shutdownNow();
    }

    /**
     * Answers a message between nodes that the fan-out does not serve: a request for sockets. On an event loop.
     *
     * @return whether it is one
     */
    public boolean answer(byte[] message) {
        JsonNode request = AdminFrames.read(new String(message, StandardCharsets.UTF_8));
        boolean isRequest = request.path("type").asInt() == AdminFrames.FETCH_SOCKETS
                && request.path("nsp").asText().equals(AdminFrames.CHATS);
        if (isRequest) {
            channel.watched();
            sockets.all().thenAcceptAsync(found -> channel.answer(request, found), timer);
        }
        return isRequest;
    }

    @Override
    public boolean isWatching() {
        return namespace.hasAdmins() || channel.hasOthers();
    }

    @Override
    public void tell(List<?> event) {
        namespace.tell(event);
        channel.publish(event);
    }

    private void tellStats() {
        feed.tellUpgrades();
        long dropped = feed.takeDropped();
        if (dropped > 0) {
            isStale = true;
        }
        Map<String, Integer> counts = new LinkedHashMap<>();
        counts.put(AdminFrames.CHATS, sockets.count());
        counts.put(AdminFrames.ADMIN, namespace.count());
        List<Object> event = List.of("server_stats", stats.read(counts, dropped));
        namespace.tell(event);
        channel.publishAlways(event);
    }

    private void refresh() {
        if (isStale && namespace.hasAdmins()) {
            isStale = false;
            tellSockets();
        }
    }

    private void tellSockets() {
        channel.sockets()
                .thenAcceptAsync(
                        found -> namespace.tellSockets(
                                found.stream().map(AdminUi::shown).toList()),
                        timer)
                .exceptionally(failure -> {
                    LOG.debug("an admin is not told of the sockets: {}", failure.toString());
                    meters.failed();
                    return null;
                });
    }

    /** A socket of an adapter's answer as the Admin UI wants it. */
    private static Map<String, Object> shown(JsonNode socket) {
        Map<String, Object> shown = new LinkedHashMap<>();
        JsonNode admin = socket.at("/data/_admin");
        shown.put("id", socket.path("id"));
        shown.put("clientId", admin.path("clientId").asText(socket.path("id").asText()));
        shown.put("transport", admin.path("transport").asText("websocket"));
        shown.put("nsp", AdminFrames.CHATS);
        shown.put("data", withoutAdmin(socket.path("data")));
        shown.put("handshake", socket.path("handshake"));
        shown.put("rooms", socket.path("rooms"));
        return shown;
    }

    private static Map<String, JsonNode> withoutAdmin(JsonNode data) {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        data.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
        fields.remove("_admin");
        return fields;
    }

    /** What another server tells its admins, or asks of this node's. */
    private void received(JsonNode message) {
        int type = message.path("type").asInt();
        if (type == AdminFrames.FETCH_SOCKETS) {
            channel.answer(message, namespace.sockets());
        } else if (type == AdminFrames.BROADCAST) {
            List<JsonNode> event = new ArrayList<>();
            message.at("/data/packet/data").forEach(event::add);
            if (!event.isEmpty()) {
                if (event.size() > 1 && event.get(1).path("droppedEvents").asInt() > 0) {
                    isStale = true;
                }
                namespace.tell(event);
            }
        }
    }
}
