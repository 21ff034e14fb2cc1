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
 * A call to the API: who asks, with what.
 *
 * @param values of the path's placeholders, decoded
 */
record ApiCall<B>(Caller caller, Map<String, String> values, Map<String, List<String>> query, B body) {
    private static final int DEFAULT_PAGE = 50;
    private static final int MAX_PAGE = 100;

    ChatId chatId() {
        return new ChatId(values.get("id"));
    }

    UserId userId() {
        return new UserId(values.get("id"));
    }

    /** The user whose list is asked for: the one named, or the caller. */
    UserId listOwner() {
        UserId owner = text("userId").map(UserId::new).or(caller::user).orElseThrow(() -> invalid("userId is missing"));
        caller.requireActingFor(owner);
        return owner;
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(query.get(name)).map(all -> all.get(0)).filter(value -> !value.isEmpty());
    }

    /** The page's size, 50 unless asked for; more than 100 is taken as 100. */
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
