package dev.parley.gateway.http;

import dev.parley.gateway.auth.CallerAuthenticator;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The HTTP port: REST for other back-end services, the API documents and the demo page. Every request is answered within 5 s
 * of having been read; a refusal is a problem document (RFC 9457).
 */
public final class HttpApi {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

    private final Router<Target> router = new Router<>();
    private final HttpSettings settings;
    private final Cors cors;
    private final HttpRequestLog log;
    private final MeterRegistry registry;
    private final HttpListener listener;

    /** What answers one method of one path. */
    @FunctionalInterface
    interface Target {
        CompletionStage<HttpReply> handle(HttpCall call, Map<String, String> values, HttpLogContext request);
    }

    public HttpApi(
            HttpSettings settings,
            CallerAuthenticator callers,
            List<RouteGroup> groups,
            HttpRequestLog log,
            MeterRegistry registry,
            EventLoopGroup loops) {
        this.settings = settings;
        this.log = log;
        this.cors = new Cors(settings.cors());
        this.registry = registry;
        this.listener = new HttpListener("http", settings.host(), settings.port(), this::handle, loops);
        groups.stream().flatMap(group -> group.routes().stream()).forEach(route -> add(route, callers));
    }

    private <B, R> void add(ApiRoute<B, R> route, CallerAuthenticator callers) {
        router.add(route.route().method(), route.route().path(), new ApiEndpoint<>(route, callers));
    }

    /** Blocks until the port is bound. Call it once, when the port of Socket.IO is known, which the demo page names. */
    public void start() {
        StaticFile.all(settings).forEach(file -> router.add("GET", file.path(), file));
        listener.start();
    }

    /** Lets running requests finish for at most 5 s. Blocks; may be called twice. */
    public void stop() {
        listener.stop();
    }

    public int port() {
        return listener.port();
    }

    private CompletionStage<HttpReply> handle(HttpCall call) {
        Timer.Sample sample = Timer.start(registry);
        HttpLogContext request = log.begin(call);
        return started(() -> dispatch(call, request))
                .toCompletableFuture()
                .orTimeout(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(failure -> refusal(request, failure))
                .thenApply(reply -> reply.with(cors.headersFor(call)).with(HttpRequestLog.headers(request)))
                .whenComplete((reply, failure) -> ended(request, reply == null ? 500 : reply.status(), sample));
    }

    private void ended(HttpLogContext request, int status, Timer.Sample sample) {
        long nanos = sample.stop(timer(request, status));
        log.ended(request, status, TimeUnit.NANOSECONDS.toMillis(nanos));
    }

    private CompletionStage<HttpReply> dispatch(HttpCall call, HttpLogContext request) {
        Router.Match<Target> match = router.match(call.path());
        request.isFor(match.template(), match.values());
        if (call.method().equals("OPTIONS")) {
            return CompletableFuture.completedFuture(cors.preflight(call, methodsOf(match)));
        }
        String method = call.method().equals("HEAD") ? "GET" : call.method();
        return Optional.ofNullable(match.byMethod().get(method))
                .orElseThrow(() -> notAllowed(match))
                .handle(call, match.values(), request);
    }

    private static HttpRefusal notAllowed(Router.Match<Target> match) {
        String allowed = String.join(", ", methodsOf(match));
        return new HttpRefusal(405, "this path takes " + allowed, Map.of("Allow", allowed));
    }

    private static Set<String> methodsOf(Router.Match<Target> match) {
        Set<String> methods = new TreeSet<>(match.byMethod().keySet());
        methods.add("OPTIONS");
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        return methods;
    }

    private HttpReply refusal(HttpLogContext request, Throwable failure) {
        if (Problem.isSurprise(failure)) {
            log.failed(request, failure);
        }
        return Problem.replyTo(failure);
    }

    private Timer timer(HttpLogContext request, int status) {
        return Timer.builder("parley.http.requests")
                .description("Requests to the HTTP port, by route")
                .tag("method", KNOWN_METHODS.contains(request.method()) ? request.method() : "other")
                .tag("route", request.route())
                .tag("status", Integer.toString(status))
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofSeconds(10))
                .register(registry);
    }

    private static final Set<String> KNOWN_METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    /** A use case that throws before its first stage fails like any other. */
    private static <T> CompletionStage<T> started(Supplier<CompletionStage<T>> useCase) {
        try {
            return useCase.get();
        } catch (RuntimeException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }
}
