package dev.parley.gateway.trace;

import dev.parley.core.chat.Message;
import java.util.List;
import java.util.Optional;

/**
 * What became of a message.
 *
 * @param message as MongoDB has it; empty when it has none
 * @param verdicts one for each user asked for
 * @param lines the whole in words
 * @param nodes what each node has recorded
 * @param silent live nodes that did not answer in time
 */
public record TraceReport(
        Optional<Message> message,
        List<Verdict> verdicts,
        List<String> lines,
        List<NodeTrace> nodes,
        List<String> silent) {

    public TraceReport {
        verdicts = List.copyOf(verdicts);
        lines = List.copyOf(lines);
        nodes = List.copyOf(nodes);
        silent = List.copyOf(silent);
    }

    /** Why a user has or has not seen a message. */
    public enum Cause {
        /** Handed to a socket that had joined the chat. */
        DELIVERED,
        /** Connected, but not in the chat's room. */
        NOT_JOINED,
        /** No socket was connected. */
        OFFLINE,
        /** Handed to a socket whose connection was lost soon after. */
        CONNECTION_LOST,
        /** The socket did not read, and what it was sent was dropped. */
        BACKLOG_DROPPED,
        /** The node of the socket was cut off from Redis; it told the socket to resync. */
        NODE_CUT,
        /** Redis did not take the message for the other nodes. */
        PUBLISH_LOST,
        /** A rule refused it. */
        REFUSED,
        /** No node knows. */
        UNKNOWN
    }

    /** @param text the cause in one sentence, and what the user gets instead */
    public record Verdict(String user, Cause cause, String text) {}
}
