package dev.parley.gateway.http;

import dev.parley.gateway.eventloop.AcceptFailures;
import dev.parley.gateway.eventloop.CuttableLoops;
import dev.parley.gateway.transport.limits.TrustedProxies;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.NettyPipeline;
import reactor.netty.channel.AbortedException;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;

/**
 * An HTTP/1.1 server. A body over {@link #MAX_BODY} is answered 413, a body that does not arrive in time 408, a request line over
 * {@link #MAX_HEAD} 414 and headers over it 431.
 */
public final class HttpListener {
    static final int MAX_BODY = 1_000_000;
    /** Bytes of the request line, and of all headers. */
    static final int MAX_HEAD = 16_384;

    private static final Duration FINISH_WITHIN = Duration.ofSeconds(5);
    private static final byte[] NOTHING = {};
    private static final HttpException TOO_SLOW =
            new HttpException(408, "the body did not arrive in time", Map.of("Connection", "close"));
    private static final Logger LOG = LoggerFactory.getLogger(HttpListener.class);

    /**
     * Reactor's key for the consumer of errors that come after the end of a stream: a reset is reported again after the request
     * was given up.
     */
    private static final String ON_ERROR_DROPPED = "reactor.onErrorDropped.local";

    private static final Consumer<Throwable> ON_DROPPED =
            failure -> LOG.debug("an error after the end of a request: {}", failure.toString());

    private final String name;
    private final String host;
    private final int port;
    private final HttpHandler handler;
    private final TrustedProxies proxies;
    private final Optional<EventLoopGroup> sharedLoops;
    private final HttpConnections connections;
    private LoopResources ownLoops;
    private DisposableServer server;

    /**
     * A server with an event loop of its own.
     *
     * @param name of the thread
     * @param port 0 for any free port
     */
    public HttpListener(String name, String host, int port, HttpHandler handler) {
        this(
                name,
                host,
                port,
                handler,
                TrustedProxies.none(),
                Optional.empty(),
                new HttpConnections(HttpLimits.forHeap(Runtime.getRuntime().maxMemory()), refusal -> {}));
    }

    /** @param sharedLoops which the caller shuts down after {@link #stop}; empty for an event loop of its own */
    HttpListener(
            String name,
            String host,
            int port,
            HttpHandler handler,
            TrustedProxies proxies,
            Optional<EventLoopGroup> sharedLoops,
            HttpConnections connections) {
        this.name = name;
        this.host = host;
        this.port = port;
        this.handler = handler;
        this.proxies = proxies;
        this.sharedLoops = sharedLoops;
        this.connections = connections;
    }

    /** Blocks until the port is bound; throws {@code reactor.netty.ChannelBindException} when it is taken. */
    public synchronized void start() {
        try {
            server = onLoops(HttpServer.create())
                    .host(host)
                    .port(port)
                    .requestTimeout(connections.limits().body())
                    .httpRequestDecoder(
                            decoder -> decoder.maxInitialLineLength(MAX_HEAD).maxHeaderSize(MAX_HEAD))
                    .doOnChannelInit((observer, channel, address) -> guard(channel))
                    // Makes disposing wait for requests in flight.
                    .channelGroup(new DefaultChannelGroup(GlobalEventExecutor.INSTANCE))
                    .handle(this::answer)
                    .bindNow();
            AcceptFailures.watch(server.channel());
            CuttableLoops.track(server.channel());
        } catch (RuntimeException failure) {
            stop();
            throw failure;
        }
    }

    /** Stops accepting and waits at most 5 s for requests in flight. Blocks; may be called twice. */
    public synchronized void stop() {
        if (server != null) {
            server.disposeNow(FINISH_WITHIN);
            server = null;
        }
        if (ownLoops != null) {
            ownLoops.disposeLater(Duration.ZERO, FINISH_WITHIN).block(FINISH_WITHIN);
            ownLoops = null;
        }
    }

    private HttpServer onLoops(HttpServer unstarted) {
        if (sharedLoops.isPresent()) {
            return unstarted.runOn(sharedLoops.get());
        }
        ownLoops = LoopResources.create("parley-" + name, 1, true);
        return unstarted.runOn(ownLoops);
    }

    /** The bound port. */
    public synchronized int port() {
        return server.port();
    }

    private void guard(Channel channel) {
        CuttableLoops.track(channel);
        if (connections.admit(channel)) {
            channel.pipeline()
                    .addAfter(NettyPipeline.HttpCodec, "guard", new ConnectionGuard(connections))
                    .addAfter(NettyPipeline.HttpCodec, "refused", new RefusedRequests(MAX_BODY));
        }
    }

    private Mono<Void> answer(HttpServerRequest request, HttpServerResponse response) {
        return request.receive()
                .asByteArray()
                .collect(() -> bufferFor(request), ByteArrayOutputStream::writeBytes)
                .flatMap(body -> Mono.fromCompletionStage(() -> handle(request, body.toByteArray())))
                .onErrorResume(failure -> failed(request, failure))
                .flatMap(answer -> send(answer, request, response))
                .contextWrite(context -> context.put(ON_ERROR_DROPPED, ON_DROPPED));
    }

    private static ByteArrayOutputStream bufferFor(HttpServerRequest request) {
        int declared = request.requestHeaders().getInt(HttpHeaderNames.CONTENT_LENGTH, 0);
        return new ByteArrayOutputStream(Math.max(0, Math.min(declared, MAX_BODY)));
    }

    private CompletionStage<Response<byte[]>> handle(HttpServerRequest request, byte[] body) {
        AtomicReference<Channel> channel = new AtomicReference<>();
        request.withConnection(connection -> channel.set(connection.channel()));
        Optional<HttpException> refusal = RefusedRequests.of(channel.get(), request.requestHeaders());
        return refusal.isPresent()
                ? refuse(request, refusal.get())
                : handler.handle(requestOf(request, UriText.query(request.uri()), body));
    }

    private CompletionStage<Response<byte[]>> refuse(HttpServerRequest request, HttpException refusal) {
        return handler.refuse(requestOf(request, Map.of(), NOTHING), refusal);
    }

    private HttpRequest requestOf(HttpServerRequest request, Map<String, List<String>> query, byte[] body) {
        Map<String, String> headers = new HashMap<>();
        request.requestHeaders().forEach(h -> headers.putIfAbsent(h.getKey().toLowerCase(Locale.ROOT), h.getValue()));
        return new HttpRequest(
                request.method().name(),
                UriText.path(request.uri()),
                query,
                Map.copyOf(headers),
                addressOf(request),
                body);
    }

    private String addressOf(HttpServerRequest request) {
        List<String> forwardedFor = request.requestHeaders().getAll("x-forwarded-for");
        return Optional.ofNullable(request.remoteAddress())
                .map(InetSocketAddress::getAddress)
                .map(peer -> proxies.clientAddress(peer, forwardedFor))
                .map(InetAddress::getHostAddress)
                .orElse("");
    }

    private Mono<Response<byte[]>> failed(HttpServerRequest request, Throwable failure) {
        if (failure instanceof HttpException refused) {
            return Mono.fromCompletionStage(() -> refuse(request, refused));
        }
        if (failure instanceof ChannelException) { // Reactor's class of a request timeout is not public
            return Mono.fromCompletionStage(() -> refuse(request, TOO_SLOW));
        }
        if (isDisconnect(failure)) {
            LOG.debug("a client closed its connection before its request was complete: {}", failure.toString());
            return Mono.empty();
        }
        LOG.error("a request failed before it was dispatched", failure);
        return Mono.just(Problem.responseTo(failure));
    }

    private static boolean isDisconnect(Throwable failure) {
        return failure instanceof IOException || failure instanceof AbortedException;
    }

    private static Mono<Void> send(Response<byte[]> answer, HttpServerRequest request, HttpServerResponse response) {
        response.status(answer.status());
        answer.headers().forEach(response::header);
        if (answer.status() == 204 || answer.status() == 304) {
            return response.send();
        }
        byte[] body = Optional.ofNullable(answer.body()).orElse(NOTHING);
        response.header("Content-Length", Integer.toString(body.length));
        if (request.method().name().equals("HEAD")) {
            return response.sendHeaders().then();
        }
        return response.sendByteArray(Mono.just(body)).then();
    }
}
