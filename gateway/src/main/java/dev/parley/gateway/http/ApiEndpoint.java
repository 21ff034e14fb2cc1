package dev.parley.gateway.http;

import dev.parley.core.error.ErrorCode;
import dev.parley.core.error.Rejection;
import dev.parley.gateway.auth.Caller;
import dev.parley.gateway.auth.CallerAuthenticator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** One API route at work: who asks, may they, what do they send, and the answer as JSON. */
final class ApiEndpoint<B, R> implements HttpApi.Target {
    private static final String JSON = "application/json";
    private static final String BEARER = "bearer ";

    private final Route<B, R> route;
    private final ApiRoute.Action<B, R> action;
    private final CallerAuthenticator callers;

    ApiEndpoint(ApiRoute<B, R> bound, CallerAuthenticator callers) {
        this.route = bound.route();
        this.action = bound.action();
        this.callers = callers;
    }

    @Override
    public CompletionStage<HttpReply> handle(HttpCall call, Map<String, String> values, HttpLogContext request) {
        requireJsonAccepted(call);
        return callers.authenticate(bearerOf(call))
                .whenComplete((caller, refused) -> Optional.ofNullable(caller).ifPresent(request::isFrom))
                .thenApply(caller -> apiCall(caller, call, values))
                .thenCompose(action::handle)
                .thenApply(ApiEndpoint::reply);
    }

    private ApiCall<B> apiCall(Caller caller, HttpCall call, Map<String, String> values) {
        if (route.access() == Route.Access.SERVICES) {
            caller.requireService();
        }
        return new ApiCall<>(caller, values, call.query(), body(call));
    }

    private B body(HttpCall call) {
        if (route.body().type() == Void.class) {
            return null;
        }
        requireJsonSent(call);
        return route.body().reader().apply(JsonBodies.read(call.body()));
    }

    private static Optional<String> bearerOf(HttpCall call) {
        Optional<String> header = call.header("authorization");
        if (header.isPresent() && !header.get().toLowerCase(Locale.ROOT).startsWith(BEARER)) {
            throw new Rejection(ErrorCode.TOKEN_INVALID, "the Authorization header must be: Bearer <token>");
        }
        return header.map(value -> value.substring(BEARER.length()).trim());
    }

    private static void requireJsonSent(HttpCall call) {
        String type = call.header("content-type").orElse(JSON).toLowerCase(Locale.ROOT);
        if (call.body().length > 0 && !type.split(";", 2)[0].trim().equals(JSON)) {
            throw new HttpRefusal(415, "send the body as " + JSON, Map.of("Accept-Post", JSON));
        }
    }

    private static void requireJsonAccepted(HttpCall call) {
        String accept = call.header("accept").orElse(JSON).toLowerCase(Locale.ROOT);
        if (!accept.contains(JSON) && !accept.contains("application/*") && !accept.contains("*/*")) {
            throw new HttpRefusal(406, "answers are " + JSON);
        }
    }

    private static <R> HttpReply reply(Answer<R> answer) {
        return answer.body() == null
                ? HttpReply.empty(answer.status())
                : JsonBodies.reply(answer.status(), JSON, answer.body());
    }
}
