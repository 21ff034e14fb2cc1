package dev.parley.gateway.http;

import dev.parley.core.error.ErrorCode;
import dev.parley.core.error.Rejection;
import dev.parley.core.id.ChatId;
import dev.parley.core.id.UserId;
import dev.parley.gateway.auth.Caller;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A request to the API: its caller and its parameters.
 *
 * @param pathValues values of the path's placeholders, decoded
 * @param traceparent the trace of the caller (W3C Trace Context), not checked
 * @param quota charged once for the request; a use case charges it again for the further entries of a bulk request
 */
record RequestContext<B>(
        Caller caller,
        Map<String, String> pathValues,
        Map<String, List<String>> query,
        B body,
        Optional<String> traceparent,
        CallerGate.Charge quota) {
    private static final int DEFAULT_PAGE = 50;
    private static final int MAX_PAGE = 100;

    /** Charges a bulk request of {@code entries}. Throws {@code rate_limited}. */
    void chargeForAll(int entries) {
        quota.take(entries - 1);
    }

    ChatId chatId() {
        return new ChatId(pathValues.get("id"));
    }

    UserId userId() {
        return new UserId(pathValues.get("id"));
    }

    /** The user of the path, for whom the caller may act. Throws {@code forbidden}. */
    UserId subject() {
        caller.requireActingFor(userId());
        return userId();
    }

    /** The user of the query parameter {@code userId}, by default the caller. */
    UserId listOwner() {
        UserId owner = text("userId").map(UserId::new).or(caller::user).orElseThrow(() -> invalid("userId is missing"));
        caller.requireActingFor(owner);
        return owner;
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(query.get(name)).map(all -> all.get(0)).filter(value -> !value.isEmpty());
    }

    /** The page size, 50 by default and 100 at most. */
    int limit() {
        long limit = number("limit").orElse(DEFAULT_PAGE);
        if (limit < 1) {
            throw invalid("limit must be at least 1");
        }
        return (int) Math.min(limit, MAX_PAGE);
    }

    OptionalLong number(String name) {
        Optional<String> value = text(name);
        if (value.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(value.get()));
        } catch (NumberFormatException notANumber) {
            throw invalid(name + " must be a whole number");
        }
    }

    boolean flag(String name) {
        return switch (text(name).orElse("false")) {
            case "true" -> true;
            case "false" -> false;
            default -> throw invalid(name + " must be true or false");
        };
    }

    static Rejection invalid(String message) {
        return new Rejection(ErrorCode.INVALID_PAYLOAD, message);
    }
}
