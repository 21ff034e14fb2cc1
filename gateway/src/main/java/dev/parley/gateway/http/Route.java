package dev.parley.gateway.http;

import dev.parley.gateway.wire.PayloadFields;
import java.util.List;
import java.util.function.Function;

/**
 * A route as clients see it. The OpenAPI document is rendered from the routes.
 *
 * @param path a template such as {@code /api/chats/{id}}
 * @param query the query parameters
 * @param reply {@code Void} when the response has no body
 * @param statuses of a success; the first is the usual one
 * @param quota that a request is charged to
 */
public record Route<B, R>(
        String method,
        String path,
        List<Query> query,
        Body<B> body,
        Class<R> reply,
        List<Integer> statuses,
        Access access,
        RequestQuota quota,
        String summary) {

    public static final Body<Void> NO_BODY = new Body<>(Void.class, fields -> null);

    public Route {
        query = List.copyOf(query);
        statuses = List.copyOf(statuses);
    }

    /** The callers that the route accepts. Whether a user may act for another is decided by the use case. */
    public enum Access {
        USERS_AND_SERVICES,
        SERVICES
    }

    /** @param reader reads the payload from the fields of the body; throws {@code INVALID_PAYLOAD} naming the field */
    public record Body<B>(Class<B> type, Function<PayloadFields, B> reader) {}

    /** @param type {@code string}, {@code integer} or {@code boolean} */
    public record Query(String name, String type, String meaning) {}
}
