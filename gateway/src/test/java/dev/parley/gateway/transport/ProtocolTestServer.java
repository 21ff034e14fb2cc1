package dev.parley.gateway.transport;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIONamespace;
import com.corundumstudio.socketio.SocketIOServer;
import com.corundumstudio.socketio.namespace.NamespacesHub;
import dev.parley.gateway.eventloop.IoTransport;
import dev.parley.gateway.socketio.EncodedPacket;
import dev.parley.gateway.transport.limits.CorsPolicy;
import dev.parley.gateway.transport.limits.TransportLimits;
import dev.parley.gateway.transport.limits.TrustedProxies;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A server without anything of chat in it, on the same pipeline as production, for protocol test suites and clients of any kind.
 * Namespaces {@code /} and {@code /custom}: on connection it emits {@code auth} with the client's auth object, {@code message}
 * is returned as {@code message-back}, {@code message-with-ack} is acknowledged with its own arguments. As a plain Engine.IO
 * server it sends back every message.
 */
final class ProtocolTestServer implements AutoCloseable {

    private static final TransportLimits LIMITS =
            TransportLimits.forHeap(1L << 30).withHeartbeat(Duration.ofMillis(300), Duration.ofMillis(200));

    /** The connections of a session are on several. */
    static final int MANY_LOOPS = 4;

    private static final int VISITORS = 50;

    private final EventLoopGroup loops;
    private final SocketIOServer server;
    private final SocketIoPipeline pipeline;
    private final int port;

    private ProtocolTestServer(int port, IoTransport io, int loops, String context, SocketIoPipeline pipeline) {
        var configuration = new Configuration();
        configuration.setHostname("127.0.0.1");
        configuration.setPort(port);
        configuration.setContext(context);
        configuration.getSocketConfig().setReuseAddress(true);
        pipeline.configure(configuration);
        this.port = port;
        this.pipeline = pipeline;
        this.loops = io.start(loops, new DefaultThreadFactory("protocol-loop", true));
        this.server = new SharedLoopsServer(configuration, pipeline, this.loops);
    }

    static ProtocolTestServer socketIo(TransportLimits limits, TransportMetrics metrics, ConnectAuthorizer gate) {
        return socketIo(
                freePort(),
                MANY_LOOPS,
                new SocketIoPipeline(limits, TrustedProxies.none(), CorsPolicy.anyOrigin(), gate, metrics));
    }

    /** @param loops event loops; with one, packets of two connections are handled in the order of arrival */
    static ProtocolTestServer socketIo(int port, int loops, SocketIoPipeline pipeline) {
        return socketIo(port, IoTransport.best(), loops, pipeline, new Greetings(false));
    }

    /** On several event loops of the kernel interface {@code io}. */
    static ProtocolTestServer socketIo(IoTransport io, SocketIoPipeline pipeline) {
        return socketIo(freePort(), io, MANY_LOOPS, pipeline, new Greetings(false));
    }

    private static ProtocolTestServer socketIo(
            int port, IoTransport io, int loops, SocketIoPipeline pipeline, Greetings greetings) {
        var started = new ProtocolTestServer(port, io, loops, "/socket.io", pipeline);
        for (String name : List.of("", "/custom")) {
            serve(started.server.addNamespace(name), greetings);
        }
        started.server.start();
        return started;
    }

    static ProtocolTestServer engineIo(int port, int loops, TransportLimits limits) {
        var engineOnly = limits.with(limits.timeouts().withJoin(Duration.ofDays(1)));
        var pipeline =
                new SocketIoPipeline(
                        engineOnly,
                        TrustedProxies.none(),
                        CorsPolicy.anyOrigin(),
                        ProtocolTestServer::accepted,
                        TransportMetrics.NONE) {
                    @Override
                    Function<Session, EngineSessionListener> protocol(NamespacesHub namespaces) {
                        return Echo::new;
                    }
                };
        var started = new ProtocolTestServer(port, IoTransport.best(), loops, "/engine.io", pipeline);
        started.server.start();
        return started;
    }

    static CompletableFuture<ConnectDecision> accepted(ConnectRequest request) {
        return CompletableFuture.completedFuture(new ConnectDecision.Accepted(new Greetings.Auth(request.auth())));
    }

    private static void serve(SocketIONamespace namespace, Greetings greetings) {
        namespace.addConnectListener(greetings::greet);
        namespace.addMultiTypeEventListener(
                "message",
                (client, args, ack) ->
                        client.sendEvent("message-back", args.getArgs().toArray()));
        namespace.addMultiTypeEventListener("message-with-ack", (client, args, ack) -> ack.sendAckData(args.getArgs()));
    }

    private record Echo(Session session) implements EngineSessionListener {
        @Override
        public void text(byte[] packet) {
            session.write(new EncodedPacket(packet));
        }

        @Override
        public void binary(byte[] data) {
            session.write(new EncodedPacket(new byte[0], List.of(data), false));
        }

        @Override
        public void disconnectNamespace(String namespace) {}

        @Override
        public void sendDisconnects() {}

        @Override
        public void ended() {}
    }

    int port() {
        return port;
    }

    SocketIOServer server() {
        return server;
    }

    SocketIoPipeline pipeline() {
        return pipeline;
    }

    static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    /**
     * Options: {@code --port N}, {@code --engine}, {@code --ping-interval MILLIS}, {@code --ping-timeout MILLIS},
     * {@code --compression}, {@code --loops N} (1: the official suites assume that two requests are handled in the order in which they
     * were sent).
     */
    public static void main(String[] args) throws InterruptedException {
        List<String> options = Arrays.asList(args);
        int port = number(options, "--port", 3000);
        TransportLimits limits = LIMITS.withHeartbeat(
                Duration.ofMillis(number(options, "--ping-interval", 300)),
                Duration.ofMillis(number(options, "--ping-timeout", 200)));
        int loops = number(options, "--loops", 1);
        var greetings = new Greetings(true);
        var pipeline =
                new SocketIoPipeline(
                        limits,
                        TrustedProxies.none(),
                        CorsPolicy.anyOrigin(),
                        ProtocolTestServer::accepted,
                        TransportMetrics.NONE) {
                    @Override
                    public void configure(Configuration configuration) {
                        super.configure(configuration);
                        configuration.setWebsocketCompression(options.contains("--compression"));
                    }

                    @Override
                    protected void addSocketioHandlers(ChannelPipeline handlers) {
                        super.addSocketioHandlers(handlers);
                        greetings.listen(handlers, XHR_POLLING_TRANSPORT);
                    }
                };
        ProtocolTestServer started = options.contains("--engine")
                ? engineIo(port, loops, limits)
                : socketIo(port, IoTransport.best(), loops, pipeline, greetings);
        Runtime.getRuntime().addShutdownHook(new Thread(started::close));
        warmUp(port, options.contains("--engine") ? "engine.io" : "socket.io");
        System.out.println("listening on " + started.port());
        new CountDownLatch(1).await();
    }

    /** Some visitors before the first: with heartbeats this short, loading and compiling classes must not be part of a test. */
    private static void warmUp(int port, String context) throws InterruptedException {
        var address = URI.create("ws://127.0.0.1:" + port + "/" + context + "/?EIO=4&transport=websocket");
        var browser = HttpClient.newHttpClient();
        for (int visitor = 0; visitor < VISITORS; visitor++) {
            visit(browser, address);
        }
    }

    private static void visit(HttpClient browser, URI address) throws InterruptedException {
        var answers = new CountDownLatch(3);
        var listener = new WebSocket.Listener() {
            @Override
            public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean isLast) {
                answers.countDown();
                socket.request(1);
                return null;
            }
        };
        WebSocket visitor =
                browser.newWebSocketBuilder().buildAsync(address, listener).join();
        visitor.sendText("40", true);
        visitor.sendText("42[\"message\",{}]", true);
        answers.await(2, TimeUnit.SECONDS);
        visitor.abort();
    }

    private static int number(List<String> options, String name, int otherwise) {
        int at = options.indexOf(name);
        return at < 0 ? otherwise : Integer.parseInt(options.get(at + 1));
    }
}
