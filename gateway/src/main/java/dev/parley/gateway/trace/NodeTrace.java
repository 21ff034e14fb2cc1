package dev.parley.gateway.trace;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What one node has recorded of a message.
 *
 * @param since from when on the node has records
 * @param steps of the message, in order
 * @param sockets of the users asked for, that were connected when it was delivered or that disconnected before
 * @param interruptions of the node's subscriptions, begun and ended
 */
public record NodeTrace(
        String node, Instant since, List<StepAt> steps, List<SocketAt> sockets, List<StepAt> interruptions) {

    public NodeTrace {
        steps = List.copyOf(steps);
        sockets = List.copyOf(sockets);
        interruptions = List.copyOf(interruptions);
    }

    /**
     * One recorded step.
     *
     * @param room {@code chat}, the id of a user, or empty where it does not matter
     * @param sockets in that room, for {@code delivered}
     * @param detail the id of the stored message, the code and rule of a refusal, or what a rule in mode shadow would have done
     */
    public record StepAt(Instant at, String step, String room, long sockets, String detail) {}

    /**
     * A socket of a user, as it was when the message was delivered.
     *
     * @param wasConnected it was in the user's own room
     * @param wasInChat it had joined the chat's room
     * @param ended when it disconnected; empty while it is connected
     * @param reason why it disconnected, such as {@code ping_timeout}; empty when the client left
     */
    public record SocketAt(
            String user,
            String socket,
            boolean wasConnected,
            boolean wasInChat,
            Optional<Instant> ended,
            Optional<String> reason) {}
}
