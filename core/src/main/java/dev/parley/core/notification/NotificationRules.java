package dev.parley.core.notification;

import dev.parley.core.error.ErrorCode;
import dev.parley.core.error.Rejection;
import dev.parley.core.id.IdGenerator;
import dev.parley.core.id.NotificationId;
import dev.parley.core.id.UserId;
import dev.parley.core.text.UnicodeText;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Validation of notifications. Pure; throws refusals. */
final class NotificationRules {
    static final int MAX_RECEIVERS = 1_000;
    /** In UTF-16 units. */
    static final int MAX_TYPE = 100;

    static final int MAX_TITLE = 500;
    static final int MAX_BODY = 10_000;

    /** Later years have no four digits, and the latest ones are no date of MongoDB's. */
    private static final Instant LATEST_EXPIRY = Instant.parse("9999-12-31T23:59:59.999Z");

    private NotificationRules() {}

    /** One notification per receiver, in their order; a receiver named twice gets one. */
    static List<Notification> addressed(List<UserId> to, NotificationDraft draft, IdGenerator ids, Instant now) {
        require(!to.isEmpty() && to.size() <= MAX_RECEIVERS, "userIds must be 1 to " + MAX_RECEIVERS);
        require(isBetween(draft.type(), 1, MAX_TYPE), "type must be 1 to " + MAX_TYPE + " characters");
        require(isBetween(draft.title(), 0, MAX_TITLE), "title must be at most " + MAX_TITLE + " characters");
        require(isBetween(draft.body(), 0, MAX_BODY), "body must be at most " + MAX_BODY + " characters");
        require(draft.expiresAt().map(now::isBefore).orElse(true), "expiresAt must be in the future");
        require(draft.expiresAt().map(LATEST_EXPIRY::isAfter).orElse(true), "expiresAt must be before the year 10000");
        UnicodeText.requireWellFormed(draft.type(), "type");
        UnicodeText.requireWellFormed(draft.title(), "title");
        UnicodeText.requireWellFormed(draft.body(), "body");
        return to.stream()
                .distinct()
                .map(user -> notification(user, draft, ids, now))
                .toList();
    }

    private static Notification notification(UserId user, NotificationDraft draft, IdGenerator ids, Instant now) {
        return new Notification(
                new NotificationId(ids.next()),
                user,
                draft.type(),
                draft.title(),
                draft.body(),
                draft.data(),
                false,
                false,
                Optional.empty(),
                now,
                draft.expiresAt());
    }

    private static boolean isBetween(String text, int min, int max) {
        return text != null && text.length() >= min && text.length() <= max;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new Rejection(ErrorCode.INVALID_PAYLOAD, otherwise);
        }
    }
}
