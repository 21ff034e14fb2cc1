package dev.parley.gateway.http;

import dev.parley.gateway.wire.PayloadFields;
import java.util.List;
import java.util.function.Function;

/**
 * One route as clients see it; the OpenAPI document is rendered from these.
 *
 * @param path a template such as {@code /api/chats/{id}}
 * @param query what may be asked for
 * @param body what is read
 * @param reply {@code Void} when nothing is answered but the status
 * @param statuses of a success; the first is the usual one
 */
public record Route<B, R>(
        String method,
        String path,
        List<Query> query,
        Body<B> body,
        Class<R> reply,
        List<Integer> statuses,
        Access access,
        String summary) {

    public static final Body<Void> NO_BODY = new Body<>(Void.class, fields -> null);

    public Route {
        query = List.copyOf(query);
        statuses = List.copyOf(statuses);
    }

    /** Who may call it at all; whom a user may act for is decided by the use case. */
    public enum Access {
        USERS_AND_SERVICES,
        SERVICES
    }

    /** @param reader makes the record of the fields that arrived; throws {@code INVALID_PAYLOAD} naming the field */
    public record Body<B>(Class<B> type, Function<PayloadFields, B> reader) {}

    /** @param type {@code string}, {@code integer} or {@code boolean} */
    public record Query(String name, String type, String meaning) {}
}
