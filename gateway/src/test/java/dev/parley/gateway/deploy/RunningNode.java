package dev.parley.gateway.deploy;

import dev.parley.core.mongo.FieldAliases;
import dev.parley.core.mongo.TestMongo;
import dev.parley.gateway.GatewayNode;
import dev.parley.gateway.admin.AdminSettings;
import dev.parley.gateway.config.GatewayConfig;
import dev.parley.gateway.config.ReminderSettings;
import dev.parley.gateway.eventloop.IoTransport;
import dev.parley.gateway.presence.PresenceAudience;
import dev.parley.gateway.redis.RedisAddress;
import dev.parley.gateway.telemetry.OtlpSettings;
import dev.parley.gateway.transport.limits.TransportLimits;
import dev.parley.gateway.transport.limits.TrustedProxies;
import dev.parley.presence.NodeId;
import dev.parley.testing.TestRedis;
import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Socket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.json.JSONException;
import org.json.JSONObject;

/** A gateway in this JVM, with simulated users. */
final class RunningNode implements AutoCloseable {
    private static final int SECONDS = 20;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final GatewayNode node;

    private RunningNode(GatewayNode node) {
        this.node = node;
    }

    /** What is off by default and has metrics of its own. */
    private record Features(
            Optional<Path> webhooks,
            Optional<Path> webPush,
            Optional<AdminSettings> adminUi,
            Optional<OtlpSettings> otlp) {
        static final Features NONE =
                new Features(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** One that every web page may use, without the demo page. */
    static RunningNode start() throws InterruptedException {
        return start(Set.of("*"), false);
    }

    static RunningNode start(Set<String> origins, boolean demo) throws InterruptedException {
        return start(origins, demo, Features.NONE, "", TestMongo.freshDatabase());
    }

    /** @param name added to its id */
    static RunningNode withAdminUi(AdminSettings settings, String name) throws InterruptedException {
        return start(
                new Features(Optional.empty(), Optional.empty(), Optional.of(settings), Optional.empty()),
                name,
                TestMongo.freshDatabase());
    }

    /** With what else has metrics that alerts and dashboards use. */
    static RunningNode withWebhooks(Path webhooks, Path webPush, AdminSettings adminUi) throws InterruptedException {
        return start(
                new Features(Optional.of(webhooks), Optional.of(webPush), Optional.of(adminUi), Optional.empty()),
                "",
                TestMongo.freshDatabase());
    }

    /** @param name added to its id */
    static RunningNode withTraces(OtlpSettings settings, String name, String mongo) throws InterruptedException {
        return start(
                new Features(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(settings)), name, mongo);
    }

    private static RunningNode start(Features features, String name, String mongo) throws InterruptedException {
        return start(Set.of("*"), false, features, name, mongo);
    }

    private static RunningNode start(Set<String> origins, boolean demo, Features features, String name, String mongo)
            throws InterruptedException {
        var config = new GatewayConfig(
                "127.0.0.1",
                new GatewayConfig.Ports(0, 0, 0),
                RedisAddress.parse(TestRedis.address()),
                mongo,
                Optional.empty(),
                new NodeId("deploy-test-" + ProcessHandle.current().pid() + name),
                PresenceAudience.EVERYONE,
                Duration.ofMillis(100),
                Optional.empty(),
                features.webhooks(),
                features.webPush(),
                ReminderSettings.DEFAULT,
                features.adminUi(),
                features.otlp(),
                FieldAliases.NONE,
                origins,
                demo,
                false,
                false,
                false,
                IoTransport.best(),
                TrustedProxies.none(),
                TransportLimits.forHeap(Runtime.getRuntime().maxMemory()),
                Duration.ofMillis(100));
        var running = new RunningNode(new GatewayNode(config, Clock.systemUTC()));
        running.node.start();
        return running;
    }

    /** A user identifies, opens a chat, joins it, sends a message and disconnects. */
    void hostAConversation(String transport) throws Exception {
        var chatId = openChat("ann", "ben");
        var ann = connected(transport);
        try {
            ask(ann, "user-join", "ann");
            ask(ann, "join-chat", chatId);
            ask(ann, "send-message", new JSONObject().put("chatId", chatId).put("content", "hello"));
        } finally {
            ann.disconnect();
        }
    }

    /** A user who is connected. */
    Socket join(String user) throws Exception {
        var socket = connected("websocket");
        ask(socket, "user-join", user);
        return socket;
    }

    private Socket connected(String transport) throws Exception {
        return connected(
                address(),
                IO.Options.builder()
                        .setForceNew(true)
                        .setReconnection(false)
                        .setTransports(new String[] {transport})
                        .build());
    }

    /** Of the Socket.IO port. */
    String address() {
        return "http://127.0.0.1:" + node.ports().socket();
    }

    private static Socket connected(String address, IO.Options options) throws Exception {
        var socket = IO.socket(URI.create(address), options);
        var connected = new CompletableFuture<Void>();
        socket.once(Socket.EVENT_CONNECT, nothing -> connected.complete(null));
        socket.connect();
        connected.get(SECONDS, TimeUnit.SECONDS);
        return socket;
    }

    static void ask(Socket socket, String event, Object payload) throws Exception {
        var answer = new CompletableFuture<JSONObject>();
        socket.emit(event, payload, (Ack) arguments -> answer.complete((JSONObject) arguments[0]));
        if (!answer.get(SECONDS, TimeUnit.SECONDS).getBoolean("ok")) {
            throw new AssertionError(event + " was refused: " + answer.join());
        }
    }

    /** Returns its id. */
    String openChat(String client, String provider) throws JSONException {
        var parties = new JSONObject().put("client", client).put("provider", provider);
        return new JSONObject(post("/api/chats", parties)).getString("_id");
    }

    String metrics() {
        return send(HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + node.ports().ops() + "/metrics"))
                .build());
    }

    private String post(String path, JSONObject body) {
        return post(path, body, Map.of());
    }

    String post(String path, JSONObject body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + node.ports().http() + path))
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()));
        headers.forEach(request::header);
        return send(request.build());
    }

    GatewayConfig.Ports ports() {
        return node.ports();
    }

    private static String send(HttpRequest request) {
        try {
            return HTTP.send(request, BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        node.stop();
    }
}
