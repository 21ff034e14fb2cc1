package dev.parley.gateway.http;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;

/**
 * A port that speaks HTTP/1.1, and the only class that knows Reactor Netty: everything behind it is an {@link HttpHandler}.
 * A body over {@link #MAX_BODY} is answered 413, one that does not arrive within {@link #READ_WITHIN} 408.
 */
public final class HttpListener {
    static final int MAX_BODY = 1_000_000;
    private static final Duration READ_WITHIN = Duration.ofSeconds(10);
    private static final Duration IDLE = Duration.ofSeconds(75);
    private static final Duration FINISH_WITHIN = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(HttpListener.class);

    private final String name;
    private final String host;
    private final int port;
    private final HttpHandler handler;
    private final Optional<EventLoopGroup> sharedLoops;
    private LoopResources ownLoops;
    private DisposableServer server;

    /**
     * With an event loop of its own.
     *
     * @param name of the thread
     * @param port 0 for any free one
     */
    public HttpListener(String name, String host, int port, HttpHandler handler) {
        this(name, host, port, handler, Optional.empty());
    }

    /** On {@code loops}, which the caller ends after {@link #stop}. */
    HttpListener(String name, String host, int port, HttpHandler handler, EventLoopGroup loops) {
        this(name, host, port, handler, Optional.of(loops));
    }

    private HttpListener(
            String name, String host, int port, HttpHandler handler, Optional<EventLoopGroup> sharedLoops) {
        this.name = name;
        this.host = host;
        this.port = port;
        this.handler = handler;
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
                    // Makes disposing wait for the requests that are running.
                    .channelGroup(new DefaultChannelGroup(GlobalEventExecutor.INSTANCE))
                    .handle(this::answer)
                    .bindNow();
        } catch (RuntimeException failure) {
            stop();
            throw failure;
        }
    }

    /** Stops accepting, lets running requests finish for at most 5 s. Blocks; may be called twice. */
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

    /** The port that is bound, for who asked for port 0. */
    public synchronized int port() {
        return server.port();
    }

    private Mono<Void> answer(HttpServerRequest request, HttpServerResponse response) {
        return request.receive()
                .asByteArray()
                .collect(ByteArrayOutputStream::new, HttpListener::append)
                .flatMap(body -> Mono.fromCompletionStage(() -> replyTo(request, body.toByteArray())))
                .onErrorResume(HttpListener::failed)
                .flatMap(reply -> send(reply, request, response));
    }

    private static void append(ByteArrayOutputStream body, byte[] part) {
        if (body.size() + part.length > MAX_BODY) {
            throw new HttpRefusal(413, "a body is at most " + MAX_BODY + " bytes", Map.of("Connection", "close"));
        }
        body.write(part, 0, part.length);
    }

    private CompletionStage<HttpReply> replyTo(HttpServerRequest request, byte[] body) {
        QueryStringDecoder uri = new QueryStringDecoder(request.uri());
        Map<String, String> headers = new HashMap<>();
        request.requestHeaders().forEach(h -> headers.putIfAbsent(h.getKey().toLowerCase(Locale.ROOT), h.getValue()));
        return handler.handle(
                new HttpCall(request.method().name(), uri.rawPath(), uri.parameters(), Map.copyOf(headers), body));
    }

    private static Mono<HttpReply> failed(Throwable failure) {
        if (failure instanceof HttpRefusal refusal) {
            return Mono.just(Problem.replyTo(refusal));
        }
        if (failure instanceof IllegalArgumentException) {
            return Mono.just(Problem.replyTo(new HttpRefusal(400, "malformed percent-encoding")));
        }
        LOG.error("a request could not be answered", failure);
        return Mono.just(Problem.replyTo(failure));
    }

    private static Mono<Void> send(HttpReply reply, HttpServerRequest request, HttpServerResponse response) {
        response.status(reply.status());
        reply.headers().forEach(response::header);
        if (reply.status() == 204 || reply.status() == 304) {
            return response.send();
        }
        response.header("Content-Length", Integer.toString(reply.body().length));
        if (request.method().name().equals("HEAD")) {
            return response.sendHeaders().then();
        }
        return response.sendByteArray(Mono.just(reply.body())).then();
    }
}
