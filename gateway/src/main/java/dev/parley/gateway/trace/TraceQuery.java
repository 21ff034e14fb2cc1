package dev.parley.gateway.trace;

import java.util.List;

/**
 * The question to each node.
 *
 * @param message its id, or the id that the client chose
 * @param client the id that the client chose; empty while the message is not known, or when it chose none
 * @param chat empty while the message is not known
 * @param users whose sockets are asked for
 * @param at milliseconds since the epoch at which the message was stored
 */
record TraceQuery(String ask, String message, String client, String chat, List<String> users, long at) {
    static final String ID = "[0-9a-f]{24}";

    TraceQuery {
        users = List.copyOf(users);
    }

    boolean isById() {
        return message.matches(ID);
    }
}
