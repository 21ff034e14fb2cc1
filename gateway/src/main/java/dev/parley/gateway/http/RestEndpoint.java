package dev.parley.gateway.http;

import dev.parley.gateway.auth.Caller;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** A declared route and the use case behind it. */
public record RestEndpoint<B, R>(Route<B, R> route, UseCase<B, R> useCase) {
    private static final String JSON = "application/json";

    /** Translates a request to a use case; may throw what its stage may fail with. */
    @FunctionalInterface
    interface UseCase<B, R> {
        CompletionStage<Response<R>> handle(RequestContext<B> request);
    }

    /** Authenticates the caller, charges its quota, reads the body, runs the use case and encodes the answer as JSON. */
    CompletionStage<Response<byte[]>> handle(
            HttpRequest request, Map<String, String> pathValues, HttpLogContext log, CallerGate callers) {
        requireJsonAccepted(request);
        return callers.authenticate(request)
                .whenComplete((caller, refused) -> Optional.ofNullable(caller).ifPresent(log::isFrom))
                .thenApply(caller -> context(caller, request, pathValues, callers))
                .thenCompose(useCase::handle)
                .thenApply(RestEndpoint::encoded);
    }

    private RequestContext<B> context(
            Caller caller, HttpRequest request, Map<String, String> pathValues, CallerGate callers) {
        if (route.access() == Route.Access.SERVICES) {
            caller.requireService();
        }
        CallerGate.Charge charge = callers.chargeFor(caller, request, route.quota());
        charge.take(1);
        return new RequestContext<>(
                caller, pathValues, request.query(), body(request), request.header("traceparent"), charge);
    }

    private B body(HttpRequest request) {
        if (route.body().type() == Void.class) {
            return null;
        }
        requireJsonSent(request);
        return route.body().reader().apply(JsonBodies.read(request.body()));
    }

    private static void requireJsonSent(HttpRequest request) {
        String type = request.header("content-type").orElse(JSON).toLowerCase(Locale.ROOT);
        if (request.body().length > 0 && !type.split(";", 2)[0].trim().equals(JSON)) {
            throw new HttpException(415, "send the body as " + JSON, Map.of("Accept-Post", JSON));
        }
    }

    private static void requireJsonAccepted(HttpRequest request) {
        String accept = request.header("accept").orElse(JSON).toLowerCase(Locale.ROOT);
        if (!accept.contains(JSON) && !accept.contains("application/*") && !accept.contains("*/*")) {
            throw new HttpException(406, "answers are " + JSON);
        }
    }

    private static <R> Response<byte[]> encoded(Response<R> response) {
        return response.body() == null
                ? Response.empty(response.status())
                : JsonBodies.response(response.status(), JSON, response.body());
    }
}
