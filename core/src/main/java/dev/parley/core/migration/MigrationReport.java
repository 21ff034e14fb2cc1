package dev.parley.core.migration;

import java.util.List;

/**
 * The documents of one run that got fields, or would get them.
 *
 * @param chats that got their sides
 * @param undecided ids of chats whose sides are unknown, the first few
 * @param undecidedChats how many there are
 * @param linkedMessages that got their chat
 * @param numberedMessages that got their number
 * @param notifications that got their user or body
 */
public record MigrationReport(
        long chats,
        List<String> undecided,
        long undecidedChats,
        long linkedMessages,
        long numberedMessages,
        long notifications) {

    public MigrationReport {
        undecided = List.copyOf(undecided);
    }

    public boolean isEmpty() {
        return chats + linkedMessages + numberedMessages + notifications == 0;
    }
}
