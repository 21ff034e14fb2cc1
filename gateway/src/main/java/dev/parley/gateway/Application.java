package dev.parley.gateway;

import dev.parley.core.cache.CachedChats;
import dev.parley.core.cache.CachedUsers;
import dev.parley.core.chat.ChatRepository;
import dev.parley.core.chat.ChatService;
import dev.parley.core.id.IdGenerator;
import dev.parley.core.mongo.MongoStore;
import dev.parley.core.mongo.ObjectIdGenerator;
import dev.parley.core.notification.NotificationService;
import dev.parley.core.rules.RuleSet;
import dev.parley.core.rules.RuleSettings;
import dev.parley.core.user.UserRepository;
import dev.parley.core.user.UserService;
import dev.parley.gateway.broadcast.InterruptedChanges;
import dev.parley.gateway.broadcast.UnpublishedMessages;
import dev.parley.gateway.broadcast.WireNotificationBroadcaster;
import dev.parley.gateway.broadcast.WireRoomBroadcaster;
import dev.parley.gateway.cluster.EventLogSettings;
import dev.parley.gateway.cluster.FanOut;
import dev.parley.gateway.cluster.FanOutSettings;
import dev.parley.gateway.config.GatewayConfig;
import dev.parley.gateway.config.RulesFileWatcher;
import dev.parley.gateway.events.ChatHandler;
import dev.parley.gateway.events.ConnectionHandler;
import dev.parley.gateway.events.DrainableSession;
import dev.parley.gateway.events.Handlers;
import dev.parley.gateway.events.NotificationHandler;
import dev.parley.gateway.events.PendingUserSockets;
import dev.parley.gateway.events.PresenceHandler;
import dev.parley.gateway.events.SocketEvents;
import dev.parley.gateway.events.TokenAuthorizer;
import dev.parley.gateway.events.TokenExpiry;
import dev.parley.gateway.events.TypingIndicator;
import dev.parley.gateway.events.UserSessions;
import dev.parley.gateway.hook.HttpMessageHook;
import dev.parley.gateway.http.ChatRoutes;
import dev.parley.gateway.http.ClusterRoutes;
import dev.parley.gateway.http.HttpApi;
import dev.parley.gateway.http.HttpRequestLog;
import dev.parley.gateway.http.HttpSettings;
import dev.parley.gateway.http.NotificationRoutes;
import dev.parley.gateway.http.PresenceRoutes;
import dev.parley.gateway.http.RestEndpoint;
import dev.parley.gateway.http.TraceRoutes;
import dev.parley.gateway.http.UserRoutes;
import dev.parley.gateway.lifecycle.Drain;
import dev.parley.gateway.nodes.LocalNodes;
import dev.parley.gateway.nodes.NodeDirectory;
import dev.parley.gateway.nodes.NodeEntry;
import dev.parley.gateway.nodes.NodeHeartbeat;
import dev.parley.gateway.nodes.RedisNodeDirectory;
import dev.parley.gateway.ops.EventLoopLag;
import dev.parley.gateway.ops.NodeFiguresReader;
import dev.parley.gateway.ops.RuleMeters;
import dev.parley.gateway.ops.SendStages;
import dev.parley.gateway.ops.TransportMeters;
import dev.parley.gateway.recovery.SessionHolders;
import dev.parley.gateway.redis.RedisConnection;
import dev.parley.gateway.redis.RedisRateLimiter;
import dev.parley.gateway.rooms.Rooms;
import dev.parley.gateway.selfload.SelfLoad;
import dev.parley.gateway.telemetry.Telemetry;
import dev.parley.gateway.timers.WheelTimers;
import dev.parley.gateway.trace.MessageTraces;
import dev.parley.gateway.trace.TraceRecorder;
import dev.parley.gateway.trace.TracedDecisions;
import dev.parley.gateway.trace.TracedRules;
import dev.parley.gateway.transport.ConnectAuthorizer;
import dev.parley.gateway.transport.SocketIoPipeline;
import dev.parley.presence.redis.RedisTypingRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.EventLoopGroup;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.redisson.api.RedissonClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The object graph of a node, created once both stores are available. */
final class Application {
    private static final Logger LOG = LoggerFactory.getLogger(Application.class);
    private static final String VERSION = "0.1.0";
    private static final String KEY_PREFIX = "parley";
    private static final Duration NODE_LEASE = Duration.ofSeconds(15);
    private static final Duration NODE_BEAT = Duration.ofSeconds(5);
    private static final long STOP_STEP_MS = 3_000;

    private final GatewayConfig config;
    private final Instant startedAt;
    private final RedisConnection redis;
    private final TokenChecks tokens;
    private final WheelTimers timers = new WheelTimers();
    private final FanOut fanOut;
    private final Recording recording;
    private final AdminAccess admin;
    private final Optional<Recovery> recovery;
    private final MessageTraces traces;
    private final NodeFiguresReader figures;
    private final RulesFileWatcher rulesFile;
    private final HttpMessageHook hook;
    private final RuleSet rules;
    private final InterruptedChanges interrupted;
    private final Presence presence;
    private final TypingIndicator typing;
    private final ScheduledExecutorService timer;
    private final SocketIoPipeline pipeline;
    private final EventLoopLag lag;
    private final SocketServer sockets;
    private final HttpApi http;
    private final NodeHeartbeat heartbeat;
    private final Integrations integrations;
    private final Drain drain;
    private final SelfLoad selfLoad;
    private volatile boolean serving;

    Application(
            GatewayConfig config,
            RedisConnection redis,
            RedissonClient client,
            MongoStore mongo,
            MeterRegistry registry,
            EventLoopGroup loops,
            ScheduledExecutorService timer,
            Clock clock,
            Optional<LocalNodes> localNodes) {
        this.config = config;
        this.redis = redis;
        this.timer = timer;
        this.startedAt = clock.instant();
        this.figures = new NodeFiguresReader(registry);
        IdGenerator ids = new ObjectIdGenerator();

        tokens = new TokenChecks(config.tokens(), clock);

        recording = new Recording(config, VERSION, registry, clock);
        TraceRecorder recorder = recording.recorder();
        Telemetry telemetry = recording.telemetry();
        FanOutSettings fanOutSettings = FanOutSettings.defaults().acceptingEmitter(config.acceptEmitter());
        Optional<EventLogSettings> kept =
                config.recovery() ? Optional.of(EventLogSettings.defaults(KEY_PREFIX)) : Optional.empty();
        PendingUserSockets pending = new PendingUserSockets();
        SessionHolders holders = new SessionHolders(pending);
        admin = new AdminAccess(config, recording.trace(), client, KEY_PREFIX, registry, timer, clock);
        fanOut = new FanOut(
                redis,
                config.nodeId().value(),
                fanOutSettings,
                kept,
                holders,
                registry,
                clock,
                admin.trace(),
                telemetry);
        recovery = fanOut.eventLog()
                .map(log -> new Recovery(
                        log, client, KEY_PREFIX, fanOut.rooms(), holders, fanOut.disconnector(), timers, registry));
        Rooms rooms = recovery.map(Recovery::rooms).orElseGet(fanOut::rooms);

        rulesFile = new RulesFileWatcher(config.rules(), timer);
        RedisRateLimiter limiter = new RedisRateLimiter(
                client, KEY_PREFIX, () -> rulesFile.current().rate());
        ChatRepository chatRecords = new CachedChats(mongo.chats(), fanOut.changes());
        UserRepository userRecords = new CachedUsers(mongo.users(), fanOut.changes());
        hook = new HttpMessageHook(registry, ids, clock, System::nanoTime);
        rules = new RuleSet(
                chatRecords,
                mongo.messages(),
                userRecords,
                limiter,
                hook,
                new TracedDecisions(new RuleMeters(registry, RuleSettings.names()), recorder, RuleSettings.names()),
                clock,
                rulesFile.current());
        UserService users = new UserService(userRecords);
        presence = new Presence(config, client, mongo, fanOut.emitter(), timers, timer, registry, clock);
        integrations =
                new Integrations(config, mongo, userRecords, presence, client, KEY_PREFIX, registry, timer, clock);
        SendStages stages = new SendStages(registry, telemetry);
        ChatService chats = new ChatService(
                chatRecords,
                stages.timed(mongo.messages()),
                userRecords,
                stages.timed(new TracedRules(rules, recorder, RuleSettings.names())),
                new WireRoomBroadcaster(fanOut.emitter(), recorder, integrations::posted),
                ids,
                clock);
        interrupted = new InterruptedChanges(chats, registry, clock);
        fanOut.canary().onSilentPeer(new UnpublishedMessages(mongo.messages(), fanOut)::missingSince);
        WireNotificationBroadcaster notificationRooms = new WireNotificationBroadcaster(fanOut.emitter());
        NotificationService notifications =
                new NotificationService(mongo.notifications(), notificationRooms, ids, clock);

        typing = new TypingIndicator(chats, new RedisTypingRegistry(client, KEY_PREFIX), timers);
        UserSessions sessions = new UserSessions(
                chats, presence.users(), rooms, typing, pending, new TokenExpiry(timers, clock), System::nanoTime);
        Handlers handlers = new Handlers(
                new ConnectionHandler(sessions, users, notifications, tokens.authenticator(), clock),
                new ChatHandler(chats, rooms, typing, telemetry),
                new NotificationHandler(notifications, rooms),
                new PresenceHandler(presence.lookup(), presence.users(), System::nanoTime));
        ConnectAuthorizer tokenGate = new TokenAuthorizer(tokens.authenticator());
        ConnectAuthorizer gate =
                recovery.map(on -> on.authorizerAfter(tokenGate)).orElse(tokenGate);
        pipeline = new SocketIoPipeline(
                config.transportLimits(),
                config.trustedProxies(),
                config.corsPolicy(),
                admin.authorizer(gate),
                new TransportMeters(registry));
        lag = new EventLoopLag(registry, System::nanoTime);
        loops.forEach(lag::watch);
        sockets = new SocketServer(
                config.host(),
                config.ports().socket(),
                config.compression(),
                pipeline,
                new SocketEvents(sessions, handlers, recovery.map(Recovery::sockets), config.nodeId(), ids, registry),
                loops);
        selfLoad = new SelfLoad(rules, mongo.messages(), ids);
        admin.open(sockets, fanOut);
        drain = new Drain(() -> DrainableSession.allOf(pipeline), config.drainTime(), timer);

        NodeDirectory directory = directory(client);
        traces = new MessageTraces(
                mongo.messages(),
                recorder,
                fanOut.localRooms(),
                directory,
                client,
                KEY_PREFIX,
                config.nodeId().value(),
                RuleSettings.names(),
                ids);
        heartbeat = new NodeHeartbeat(directory, config.nodeId(), this::self, NODE_BEAT, timer, this::compareCanaries);
        List<RestEndpoint<?, ?>> endpoints = Stream.of(
                        new ChatRoutes(chats, telemetry).routes(),
                        new UserRoutes(users, fanOut.disconnector()).routes(),
                        integrations.endpoints(),
                        new NotificationRoutes(notifications, notificationRooms).routes(),
                        new PresenceRoutes(presence.lookup()).routes(),
                        new TraceRoutes(traces).routes(),
                        new ClusterRoutes(directory).routes())
                .flatMap(List::stream)
                .toList();
        http = new HttpApi(
                new HttpSettings(
                        config.host(),
                        config.ports().http(),
                        config.corsPolicy(),
                        config.trustedProxies(),
                        config.nodeId().value(),
                        config.demo(),
                        sockets::port,
                        localNodes),
                tokens.callers(),
                System::nanoTime,
                endpoints,
                new HttpRequestLog(config.nodeId(), ids),
                registry,
                loops);
    }

    static NodeDirectory directory(RedissonClient client) {
        return new RedisNodeDirectory(client, KEY_PREFIX, NODE_LEASE);
    }

    /** Blocks until both ports are bound; throws what a taken port throws. */
    void start() {
        rulesFile.start(rules::use);
        integrations.start(redis);
        redis.onLost(presence.reconciler()::presenceLost);
        fanOut.start();
        await(presence.users().start(), "presence did not start in time");
        presence.reconciler().start();
        typing.start(timer);
        interrupted.start(timer);
        recovery.ifPresent(on -> on.sockets().start());
        traces.start();
        admin.start();
        sockets.start();
        http.start();
        heartbeat.start();
        await(selfLoad.runOnce(), "the load before the node is ready did not end in time");
        serving = true;
    }

    /** Blocks; may be called twice. */
    void stop() {
        presence.users().handOver();
        await(
                drain.begin(),
                config.drainTime().toMillis() + STOP_STEP_MS,
                "some clients were not disconnected in time");
        serving = false;
        heartbeat.stop();
        lag.stop();
        sockets.stop();
        http.stop();
        await(integrations.stop(), "not all webhooks and reminders in flight have ended; they are sent again");
        await(presence.users().stop(), "not all users could be reported gone; their lease will end");
        presence.reconciler().stop();
        typing.stop();
        interrupted.stop();
        rulesFile.stop();
        traces.stop();
        admin.stop();
        hook.stop();
        recovery.ifPresent(on -> on.sockets().stop());
        fanOut.stop();
        timers.stop();
        tokens.stop();
        recording.stop();
    }

    /** Ends the threads of a node whose connections are closed and whose timer is shut down. Nobody is told. */
    void kill() {
        serving = false;
        lag.stop();
        integrations.stop();
        fanOut.kill();
        pipeline.stop();
        hook.stop();
        timers.stop();
        tokens.stop();
        recording.stop();
    }

    /** Both ports are open. */
    boolean isServing() {
        return serving;
    }

    /** The endpoints of webhooks that are paused; empty without webhooks. */
    Optional<Set<String>> pausedWebhooks() {
        return integrations.paused();
    }

    /** What other nodes emit arrives. */
    boolean isSubscribed() {
        return fanOut.isLive();
    }

    boolean isDraining() {
        return drain.isDraining();
    }

    int socketPort() {
        return sockets.port();
    }

    int httpPort() {
        return http.port();
    }

    private NodeEntry self() {
        return new NodeEntry(
                config.nodeId(),
                VERSION,
                startedAt,
                pipeline.sessionCount(),
                fanOut.roomCount(),
                fanOut.canary().lastProved(),
                figures.read());
    }

    private void compareCanaries(List<NodeDirectory.Entry> nodes) {
        Map<String, Long> proved = new HashMap<>();
        nodes.forEach(
                entry -> proved.put(entry.node().id().value(), entry.node().canary()));
        fanOut.canary().compare(proved);
    }

    private static void await(CompletionStage<?> step, String otherwise) {
        await(step, STOP_STEP_MS, otherwise);
    }

    private static void await(CompletionStage<?> step, long withinMs, String otherwise) {
        try {
            step.toCompletableFuture().get(withinMs, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException late) {
            LOG.warn("{}", otherwise);
        }
    }
}
