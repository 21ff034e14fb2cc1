package dev.parley.gateway.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP port: REST for other back-end services, the API documents and the demo page. Every request is answered within 5 s
 * of having been read; a refusal is a problem document (RFC 9457).
 */
public final class HttpApi {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(HttpApi.class);

    private final Router<Target> router = new Router<>();
    private final Cors cors;
    private final MeterRegistry registry;
    private final HttpListener listener;

    /** What answers one method of one path. */
    @FunctionalInterface
    interface Target {
        CompletionStage<HttpReply> handle(HttpCall call, Map<String, String> values);
    }

    public HttpApi(
            HttpSettings settings, CallerAuthenticator callers, List<RouteGroup> groups, MeterRegistry registry) {
        this.cors = new Cors(settings.cors());
        this.registry = registry;
        this.listener = new HttpListener("http", settings.host(), settings.port(), this::handle);
        groups.stream().flatMap(group -> group.routes().stream()).forEach(route -> add(route, callers));
        StaticFile.all(settings).forEach(file -> router.add("GET", file.path(), file));
    }

    private <B, R> void add(ApiRoute<B, R> route, CallerAuthenticator callers) {
        router.add(route.route().method(), route.route().path(), new ApiEndpoint<>(route, callers));
    }

    /** Blocks until the port is bound. */
    public void start() {
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
        String[] route = {"none"};
        return started(() -> dispatch(call, route))
                .toCompletableFuture()
                .orTimeout(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(failure -> refusal(call, failure))
                .thenApply(reply -> reply.with(cors.headersFor(call)))
                .whenComplete((reply, failure) -> sample.stop(timer(call, route[0], reply)));
    }

    private CompletionStage<HttpReply> dispatch(HttpCall call, String[] route) {
        Router.Match<Target> match = router.match(call.path());
        route[0] = match.template();
        if (call.method().equals("OPTIONS")) {
            return CompletableFuture.completedFuture(cors.preflight(call, methodsOf(match)));
        }
        String method = call.method().equals("HEAD") ? "GET" : call.method();
        return Optional.ofNullable(match.byMethod().get(method))
                .orElseThrow(() -> notAllowed(match))
                .handle(call, match.values());
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

    private static HttpReply refusal(HttpCall call, Throwable failure) {
        if (Problem.isSurprise(failure)) {
            LOG.error("{} failed", call.method(), failure);
        }
        return Problem.replyTo(failure);
    }

    private Timer timer(HttpCall call, String route, HttpReply reply) {
        return Timer.builder("parley.http.requests")
                .description("Requests to the HTTP port, by route")
                .tag("method", KNOWN_METHODS.contains(call.method()) ? call.method() : "other")
                .tag("route", route)
                .tag("status", reply == null ? "500" : Integer.toString(reply.status()))
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
