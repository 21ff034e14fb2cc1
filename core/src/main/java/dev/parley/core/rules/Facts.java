package dev.parley.core.rules;

import dev.parley.core.chat.Chat;
import dev.parley.core.chat.SendMessage;
import dev.parley.core.text.UnicodeText;
import dev.parley.core.user.User;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The input of the rules for one message.
 *
 * @param content trimmed
 * @param chat empty when there is no such chat
 * @param sender {@link User#unknown} where no enabled rule asks for people
 * @param receiver the same
 * @param isFirst whether no participant has written in the chat yet
 * @param unanswered the sender's last messages in a row; empty when unknown
 * @param startedToday conversations that the sender's first message started within a day; empty when unknown
 * @param startedThisWeek the same within seven days
 */
public record Facts(
        SendMessage command,
        String content,
        Optional<Chat> chat,
        User sender,
        User receiver,
        boolean isFirst,
        OptionalLong unanswered,
        OptionalLong startedToday,
        OptionalLong startedThisWeek) {
    private static final OptionalLong NOT_ASKED = OptionalLong.empty();

    /** Facts that need no lookup. */
    static Facts of(SendMessage command) {
        User sender = User.unknown(command.sender());
        String content = UnicodeText.trim(command.content());
        return new Facts(command, content, Optional.empty(), sender, sender, false, NOT_ASKED, NOT_ASKED, NOT_ASKED);
    }

    Facts in(Optional<Chat> where, User from, User to) {
        return new Facts(command, content, where, from, to, isFirst, unanswered, startedToday, startedThisWeek);
    }

    Facts first(boolean nothingBefore) {
        return new Facts(
                command, content, chat, sender, receiver, nothingBefore, unanswered, startedToday, startedThisWeek);
    }

    Facts unanswered(OptionalLong inARow) {
        return new Facts(command, content, chat, sender, receiver, isFirst, inARow, startedToday, startedThisWeek);
    }

    Facts started(OptionalLong today, OptionalLong thisWeek) {
        return new Facts(command, content, chat, sender, receiver, isFirst, unanswered, today, thisWeek);
    }

    boolean isBeforeBooking() {
        return chat.map(known -> known.stage() == Chat.Stage.INQUIRY).orElse(false);
    }
}
