package dev.parley.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.parley.core.chat.ChatRepository;
import dev.parley.core.chat.ChatService;
import dev.parley.core.error.ErrorCode;
import dev.parley.core.error.Rejection;
import dev.parley.core.id.UserId;
import dev.parley.core.notification.NotificationService;
import dev.parley.core.reminder.PushSubscription;
import dev.parley.core.reminder.PushSubscriptionRules;
import dev.parley.core.rules.MessageHook;
import dev.parley.core.rules.RuleSet;
import dev.parley.core.rules.RuleSettings;
import dev.parley.core.testing.CountedRate;
import dev.parley.core.testing.CountingIds;
import dev.parley.core.testing.InMemoryChats;
import dev.parley.core.testing.InMemoryMessages;
import dev.parley.core.testing.InMemoryNotifications;
import dev.parley.core.testing.InMemoryPreferences;
import dev.parley.core.testing.InMemoryPushSubscriptions;
import dev.parley.core.testing.InMemoryUsers;
import dev.parley.core.testing.MovableClock;
import dev.parley.core.testing.RecordingNotificationBroadcaster;
import dev.parley.core.testing.RecordingRoomBroadcaster;
import dev.parley.core.testing.Stages;
import dev.parley.core.user.UserService;
import dev.parley.gateway.auth.TestTokens;
import dev.parley.gateway.auth.TokenAuthenticator;
import dev.parley.gateway.auth.TokenCallers;
import dev.parley.gateway.auth.TokenSettings;
import dev.parley.gateway.broadcast.WireNotificationBroadcaster;
import dev.parley.gateway.events.CountingPresence;
import dev.parley.gateway.presence.PresenceLookup;
import dev.parley.gateway.telemetry.Telemetry;
import dev.parley.gateway.transport.limits.CorsPolicy;
import dev.parley.gateway.transport.limits.TrustedProxies;
import dev.parley.gateway.wire.WireJson;
import dev.parley.presence.NodeId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** The API on a free port, over in-memory stores, and a client of it. */
final class ApiFixture implements AutoCloseable {
    static final String ORIGIN = "https://app.example";
    private static final String SECRET = "a secret of more than thirty-two bytes";

    final MovableClock clock = new MovableClock();
    final InMemoryUsers users = new InMemoryUsers();
    final CountingPresence presence = new CountingPresence(clock);
    final RecordingRoomBroadcaster rooms = new RecordingRoomBroadcaster();
    final RecordingNotificationBroadcaster notified = new RecordingNotificationBroadcaster();
    final RecordingRoomEmitter emitted = new RecordingRoomEmitter();
    final KnownNodes nodes = new KnownNodes();
    /** The clock of the request quotas. */
    final AtomicLong nanos = new AtomicLong();

    private final InMemoryPushSubscriptions pushSubscriptions = new InMemoryPushSubscriptions();
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final HttpApi api;

    private ApiFixture(boolean withTokens, ChatRepository shownChats, InMemoryMessages messages, long sendQuota) {
        CountingIds ids = new CountingIds();
        RuleSet rules = new RuleSet(
                shownChats,
                messages,
                users,
                new CountedRate(sendQuota),
                MessageHook.none(),
                (rule, mode, outcome) -> {},
                clock,
                RuleSettings.builtIn());
        NotificationService notifications = new NotificationService(new InMemoryNotifications(), notified, ids, clock);
        this.api = new HttpApi(
                new HttpSettings(
                        "127.0.0.1",
                        0,
                        new CorsPolicy(Set.of(ORIGIN)),
                        TrustedProxies.none(),
                        "here",
                        true,
                        () -> 5000,
                        Optional.empty()),
                withTokens ? TokenCallers.of(tokens()) : TokenCallers.everyoneIsService(),
                nanos::get,
                Stream.of(
                                new ChatRoutes(
                                                new ChatService(shownChats, messages, users, rules, rooms, ids, clock),
                                                Telemetry.OFF)
                                        .routes(),
                                new UserRoutes(new UserService(users), emitted).routes(),
                                new PreferenceRoutes(new InMemoryPreferences()).routes(),
                                new PushSubscriptionRoutes(pushSubscriptions, new OneHostRefused(), clock).routes(),
                                new NotificationRoutes(notifications, new WireNotificationBroadcaster(emitted))
                                        .routes(),
                                new PresenceRoutes(new PresenceLookup(presence, users)).routes(),
                                new ClusterRoutes(nodes).routes())
                        .flatMap(List::stream)
                        .toList(),
                new HttpRequestLog(new NodeId("here"), ids),
                registry,
                loops);
        api.start();
    }

    static ApiFixture withTokens() {
        return over(new InMemoryChats(), true, Long.MAX_VALUE);
    }

    static ApiFixture open() {
        return openWithQuota(Long.MAX_VALUE);
    }

    static ApiFixture openWithQuota(long sends) {
        return over(new InMemoryChats(), false, sends);
    }

    static ApiFixture openOver(ChatRepository chats) {
        return new ApiFixture(false, chats, new InMemoryMessages(new InMemoryChats()), Long.MAX_VALUE);
    }

    private static ApiFixture over(InMemoryChats chats, boolean withTokens, long sends) {
        return new ApiFixture(withTokens, chats, new InMemoryMessages(chats), sends);
    }

    private TokenAuthenticator tokens() {
        return new TokenAuthenticator(
                new TokenSettings(Optional.of(SECRET), Optional.empty(), Optional.empty(), Optional.empty()),
                Runnable::run,
                Runnable::run,
                clock);
    }

    /** Valid for an hour of the fixture's clock. */
    String token(String user, String role) {
        return TestTokens.signed(
                new JWTClaimsSet.Builder()
                        .subject(user)
                        .claim("role", role)
                        .expirationTime(Date.from(clock.instant().plus(Duration.ofHours(1))))
                        .build(),
                SECRET);
    }

    Call call(String method, String path) {
        return new Call(method, path);
    }

    Answer get(String path) {
        return call("GET", path).send();
    }

    Answer post(String path, String json) {
        return call("POST", path).json(json).send();
    }

    Answer put(String path, String json) {
        return call("PUT", path).json(json).send();
    }

    /** The id of the chat of anna with boris. */
    String openChat() {
        return post("/api/chats", "{\"client\":\"anna\",\"provider\":\"boris\"}")
                .json()
                .get("_id")
                .textValue();
    }

    List<String> subscriptionsOf(String user) {
        return Stages.await(pushSubscriptions.of(user(user))).stream()
                .map(each -> each.id() + " " + each.endpoint() + " " + each.p256dh() + " " + each.auth())
                .toList();
    }

    int port() {
        return api.port();
    }

    static UserId user(String id) {
        return new UserId(id);
    }

    @Override
    public void close() {
        api.stop();
        api.stop();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private static final class OneHostRefused implements PushSubscriptionRules {
        @Override
        public String applicationServerKey() {
            return "BServerKey";
        }

        @Override
        public void check(PushSubscription subscription) {
            if (subscription.endpoint().startsWith("https://refused.")) {
                throw new Rejection(ErrorCode.INVALID_PAYLOAD, "endpoint refused");
            }
        }
    }

    record Answer(int status, HttpResponse<String> response) {
        JsonNode json() {
            try {
                return WireJson.mapper().readTree(response.body());
            } catch (IOException failure) {
                throw new IllegalStateException("no JSON: " + response.body(), failure);
            }
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        String code() {
            return json().path("code").asText();
        }
    }

    final class Call {
        private final String method;
        private final HttpRequest.Builder request;
        private HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.noBody();

        private Call(String method, String path) {
            this.method = method;
            this.request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + path))
                    .timeout(Duration.ofSeconds(10));
        }

        Call json(String json) {
            body = HttpRequest.BodyPublishers.ofString(json);
            return header("Content-Type", "application/json");
        }

        Call header(String name, String value) {
            request.header(name, value);
            return this;
        }

        Call as(String user, String role) {
            return header("Authorization", "Bearer " + token(user, role));
        }

        Answer send() {
            try {
                HttpResponse<String> response =
                        client.send(request.method(method, body).build(), HttpResponse.BodyHandlers.ofString());
                return new Answer(response.statusCode(), response);
            } catch (IOException | InterruptedException failure) {
                throw new IllegalStateException(failure);
            }
        }
    }
}
