package dev.parley.gateway.http;

import dev.parley.gateway.transport.TrustedProxies;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.QueryStringDecoder;
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
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.channel.AbortedException;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;

/**
 * An HTTP/1.1 server. A body over {@link #MAX_BODY} is answered 413, a body that does not arrive within {@link #READ_WITHIN}
 * 408, a request line over {@link #MAX_HEAD} 414 and headers over it 431. The only class that knows Reactor Netty.
 */
public final class HttpListener {
    static final int MAX_BODY = 1_000_000;
    /** Bytes of the request line, and of all headers. */
    static final int MAX_HEAD = 16_384;

    private static final Duration READ_WITHIN = Duration.ofSeconds(10);
    private static final Duration IDLE = Duration.ofSeconds(75);
    private static final Duration FINISH_WITHIN = Duration.ofSeconds(5);
    private static final byte[] NOTHING = {};
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
    private final Function<HttpRequest, CompletionStage<Response<byte[]>>> handler;
    private final TrustedProxies proxies;
    private final Optional<EventLoopGroup> sharedLoops;
    private LoopResources ownLoops;
    private DisposableServer server;

    /**
     * A server with an event loop of its own.
     *
     * @param name of the thread
     * @param port 0 for any free port
     * @param handler is called on an event loop and must not block; a stage that fails is answered 500
     */
    public HttpListener(
            String name, String host, int port, Function<HttpRequest, CompletionStage<Response<byte[]>>> handler) {
        this(name, host, port, handler, TrustedProxies.none(), Optional.empty());
    }

    /** A server on {@code loops}, which the caller shuts down after {@link #stop}. */
    HttpListener(
            String name,
            String host,
            int port,
            Function<HttpRequest, CompletionStage<Response<byte[]>>> handler,
            TrustedProxies proxies,
            EventLoopGroup loops) {
        this(name, host, port, handler, proxies, Optional.of(loops));
    }

    private HttpListener(
            String name,
            String host,
            int port,
            Function<HttpRequest, CompletionStage<Response<byte[]>>> handler,
            TrustedProxies proxies,
            Optional<EventLoopGroup> sharedLoops) {
        this.name = name;
        this.host = host;
        this.port = port;
        this.handler = handler;
        this.proxies = proxies;
        this.sharedLoops = sharedLoops;
    }

    /** Blocks until the port is bound; throws {@code reactor.netty.ChannelBindException} when it is taken. */
    public synchronized void start() {
        try {
            server = onLoops(HttpServer.create())
                    .host(host)
                    .port(port)
                    .idleTimeout(IDLE)
                    .requestTimeout(READ_WITHIN)
                    .httpRequestDecoder(
                            decoder -> decoder.maxInitialLineLength(MAX_HEAD).maxHeaderSize(MAX_HEAD))
                    // Makes disposing wait for requests in flight.
                    .channelGroup(new DefaultChannelGroup(GlobalEventExecutor.INSTANCE))
                    .handle(this::answer)
                    .bindNow();
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

    private Mono<Void> answer(HttpServerRequest request, HttpServerResponse response) {
        return request.receive()
                .asByteArray()
                .collect(ByteArrayOutputStream::new, HttpListener::append)
                .flatMap(body -> Mono.fromCompletionStage(() -> handle(request, body.toByteArray())))
                .onErrorResume(HttpListener::failed)
                .flatMap(answer -> send(answer, request, response))
                .contextWrite(context -> context.put(ON_ERROR_DROPPED, ON_DROPPED));
    }

    private static void append(ByteArrayOutputStream body, byte[] part) {
        if (body.size() + part.length > MAX_BODY) {
            throw new HttpException(413, "a body is at most " + MAX_BODY + " bytes", Map.of("Connection", "close"));
        }
        body.write(part, 0, part.length);
    }

    private CompletionStage<Response<byte[]>> handle(HttpServerRequest request, byte[] body) {
        QueryStringDecoder uri = new QueryStringDecoder(request.uri());
        Map<String, String> headers = new HashMap<>();
        request.requestHeaders().forEach(h -> headers.putIfAbsent(h.getKey().toLowerCase(Locale.ROOT), h.getValue()));
        return handler.apply(new HttpRequest(
                request.method().name(),
                uri.rawPath(),
                uri.parameters(),
                Map.copyOf(headers),
                addressOf(request),
                body));
    }

    private String addressOf(HttpServerRequest request) {
        List<String> forwardedFor = request.requestHeaders().getAll("x-forwarded-for");
        return Optional.ofNullable(request.remoteAddress())
                .map(InetSocketAddress::getAddress)
                .map(peer -> proxies.clientAddress(peer, forwardedFor))
                .map(InetAddress::getHostAddress)
                .orElse("");
    }

    private static Mono<Response<byte[]>> failed(Throwable failure) {
        if (failure instanceof HttpException refused) {
            return Mono.just(Problem.responseTo(refused));
        }
        if (failure instanceof IllegalArgumentException) {
            return Mono.just(Problem.responseTo(new HttpException(400, "malformed percent-encoding")));
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
