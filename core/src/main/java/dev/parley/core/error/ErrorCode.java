package dev.parley.core.error;

import java.util.Locale;

/** The stable words of the wire protocol; clients branch on them (contract, section 3). */
public enum ErrorCode {
    INVALID_PAYLOAD,
    MESSAGE_TOO_LONG,
    NOT_IDENTIFIED,
    IDENTITY_MISMATCH,
    FORBIDDEN,
    /** Also for a chat that exists and is not the caller's: its existence is not told. */
    CHAT_NOT_FOUND,
    NOTIFICATION_NOT_FOUND,
    ACCOUNT_SUSPENDED,
    ROLE_NOT_ALLOWED,
    CHAT_CLOSED,
    CANNOT_START_CHAT,
    RECIPIENT_UNAVAILABLE,
    AWAITING_REPLY,
    NEW_CONVERSATION_LIMIT,
    CONTACT_DETAILS_BLOCKED,
    /** A server of the business refused the message; its words are the error's message. */
    REFUSED_BY_HOOK,
    ATTACHMENT_NOT_ALLOWED,
    ATTACHMENT_TOO_LARGE,
    RATE_LIMITED,
    TOKEN_MISSING,
    TOKEN_INVALID,
    TOKEN_EXPIRED,
    /** A store is unavailable; safe to retry with the same {@code clientMessageId}. */
    UNAVAILABLE,
    INTERNAL;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** The word on the wire, such as {@code chat_not_found}. */
    public String word() {
        return word;
    }
}
