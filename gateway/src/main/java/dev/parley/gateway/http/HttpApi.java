package dev.parley.gateway.http;

import dev.parley.core.deadline.Deadline;
import dev.parley.core.error.Failures;
import dev.parley.gateway.auth.CallerAuthenticator;
import dev.parley.gateway.metrics.EnumCounters;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * The HTTP port: REST for back-end services and front ends, the API documents and the demo page. A request is answered within
 * 5 s after its body was read. An error is a problem document (RFC 9457).
 */
public final class HttpApi implements HttpHandler {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);
    private static final Set<String> KNOWN_METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private final Router<Target> router = new Router<>();
    private final HttpSettings settings;
    private final Cors cors;
    private final HttpRequestLog log;
    private final MeterRegistry registry;
    private final Deadline deadline = new Deadline(ANSWER_WITHIN);
    private final HttpListener listener;
    private final Map<Labels, Timer> timers = new ConcurrentHashMap<>();

    private record Labels(String method, String route, int status) {}

    /** Answers one method of one path. */
    @FunctionalInterface
    interface Target {
        CompletionStage<Response<byte[]>> handle(
                HttpRequest request, Map<String, String> pathValues, HttpLogContext log);
    }

    public HttpApi(
            HttpSettings settings,
            CallerAuthenticator callers,
            LongSupplier nanoClock,
            List<RestEndpoint<?, ?>> endpoints,
            HttpRequestLog log,
            MeterRegistry registry,
            EventLoopGroup loops) {
        this.settings = settings;
        this.log = log;
        this.cors = new Cors(settings.cors());
        this.registry = registry;
        this.listener = new HttpListener(
                "http",
                settings.host(),
                settings.port(),
                this,
                settings.proxies(),
                Optional.of(loops),
                connections(registry));
        CallerGate gate = new CallerGate(callers, new CallerQuotas(nanoClock));
        endpoints.forEach(endpoint -> add(endpoint, gate));
    }

    private static HttpConnections connections(MeterRegistry registry) {
        var refused = new EnumCounters<>(
                registry,
                HttpConnections.Refusal.class,
                "parley.http.connections.refused",
                "Connections to the HTTP port that were closed over a bound",
                "reason");
        return new HttpConnections(HttpLimits.forHeap(Runtime.getRuntime().maxMemory()), refused::increment);
    }

    private void add(RestEndpoint<?, ?> endpoint, CallerGate gate) {
        router.add(
                endpoint.route().method(),
                endpoint.route().path(),
                (request, pathValues, log) -> endpoint.handle(request, pathValues, log, gate));
    }

    /** Blocks until the port is bound. Call it once, after Socket.IO was bound: the demo page contains that port. */
    public void start() {
        StaticFile.all(settings).forEach(file -> router.add("GET", file.path(), file));
        settings.localNodes().ifPresent(nodes -> new LocalNodeRoutes(nodes).addTo(router));
        listener.start();
    }

    /** Lets running requests finish for at most 5 s. Blocks; may be called twice. */
    public void stop() {
        listener.stop();
    }

    public int port() {
        return listener.port();
    }

    @Override
    public CompletionStage<Response<byte[]>> handle(HttpRequest request) {
        return answer(request, logged -> dispatch(request, logged), cors.headersFor(request));
    }

    @Override
    public CompletionStage<Response<byte[]>> refuse(HttpRequest request, Throwable refusal) {
        return answer(request, logged -> CompletableFuture.failedStage(refusal), cors.headersForRefused(request));
    }

    private CompletionStage<Response<byte[]>> answer(
            HttpRequest request,
            Function<HttpLogContext, CompletionStage<Response<byte[]>>> useCase,
            Map<String, String> corsHeaders) {
        Timer.Sample sample = Timer.start(registry);
        HttpLogContext logged = log.begin(request);
        return deadline.limit(Failures.stageOf(() -> useCase.apply(logged)).toCompletableFuture())
                .exceptionally(failure -> errorResponse(logged, failure))
                .thenApply(response -> response.with(corsHeaders).with(HttpRequestLog.headers(logged)))
                .whenComplete(
                        (response, failure) -> record(logged, response == null ? 500 : response.status(), sample));
    }

    private void record(HttpLogContext logged, int status, Timer.Sample sample) {
        long nanos = sample.stop(timer(logged, status));
        log.ended(logged, status, TimeUnit.NANOSECONDS.toMillis(nanos));
    }

    private CompletionStage<Response<byte[]>> dispatch(HttpRequest request, HttpLogContext logged) {
        Router.Match<Target> match = router.match(request.path());
        logged.isFor(match.template(), match.values());
        if (request.method().equals("OPTIONS")) {
            return CompletableFuture.completedFuture(cors.preflight(request, methodsOf(match)));
        }
        String method = request.method().equals("HEAD") ? "GET" : request.method();
        return Optional.ofNullable(match.byMethod().get(method))
                .orElseThrow(() -> notAllowed(match))
                .handle(request, match.values(), logged);
    }

    private static HttpException notAllowed(Router.Match<Target> match) {
        String allowed = String.join(", ", methodsOf(match));
        return new HttpException(405, "this path takes " + allowed, Map.of("Allow", allowed));
    }

    private static Set<String> methodsOf(Router.Match<Target> match) {
        Set<String> methods = new TreeSet<>(match.byMethod().keySet());
        methods.add("OPTIONS");
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        return methods;
    }

    private Response<byte[]> errorResponse(HttpLogContext logged, Throwable failure) {
        if (Problem.isUnexpected(failure)) {
            log.failed(logged, failure);
        }
        return Problem.responseTo(failure);
    }

    /** Asking the registry for a timer costs more than the rest of a request's metrics: the timers are kept. */
    private Timer timer(HttpLogContext request, int status) {
        String method = KNOWN_METHODS.contains(request.method()) ? request.method() : "other";
        return timers.computeIfAbsent(new Labels(method, request.route(), status), this::newTimer);
    }

    private Timer newTimer(Labels labels) {
        return Timer.builder("parley.http.requests")
                .description("Requests to the HTTP port, by route")
                .tag("method", labels.method())
                .tag("route", labels.route())
                .tag("status", Integer.toString(labels.status()))
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofSeconds(10))
                .register(registry);
    }
}
