package dev.parley.gateway.trace;

import dev.parley.core.chat.Message;
import dev.parley.gateway.trace.NodeTrace.SocketAt;
import dev.parley.gateway.trace.NodeTrace.StepAt;
import dev.parley.gateway.trace.TraceReport.Cause;
import dev.parley.gateway.trace.TraceReport.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Tells in words what became of a message, from what the nodes have recorded and MongoDB has stored. Pure. */
final class TraceStory {
    /** A socket that disconnects this soon may not have received what it was handed. */
    private static final Duration SOON = Duration.ofSeconds(60);

    private static final String INSTEAD = " The next join-chat with afterSeq returns the message.";

    private final String asked;
    private final Optional<Message> message;
    private final List<NodeTrace> traces;
    private final List<String> silent;

    TraceStory(String asked, Optional<Message> message, List<NodeTrace> traces, List<String> silent) {
        this.asked = asked;
        this.message = message;
        this.traces = traces;
        this.silent = silent;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        message.ifPresentOrElse(stored -> lines.addAll(stored(stored)), () -> lines.addAll(notStored()));
        lines.addAll(shadowed());
        traces.forEach(trace -> lines.addAll(node(trace)));
        silent.forEach(node -> lines.add("Node " + node + " is alive and did not answer; it may know more."));
        return lines;
    }

    private List<String> notStored() {
        List<String> refusals = traces.stream()
                .flatMap(trace -> steps(trace, Step.REFUSED)
                        .map(step -> step.at() + ": refused with " + step.detail() + ", on node " + trace.node()
                                + ". Nothing was stored or sent."))
                .sorted()
                .toList();
        return refusals.isEmpty()
                ? List.of("MongoDB has no message " + asked
                        + ", and no node has refused one with that clientMessageId since " + knownSince() + ".")
                : refusals;
    }

    private List<String> shadowed() {
        return traces.stream()
                .flatMap(trace -> steps(trace, Step.SHADOWED)
                        .map(step -> step.at() + ": " + step.detail() + ", on node " + trace.node() + "."))
                .sorted()
                .toList();
    }

    private String knownSince() {
        return traces.stream()
                .map(NodeTrace::since)
                .max(Comparator.naturalOrder())
                .map(Instant::toString)
                .orElse("now");
    }

    private static List<String> stored(Message stored) {
        List<String> lines = new ArrayList<>();
        String masked = stored.masked().isEmpty() ? "" : " (masked: " + String.join(", ", stored.masked()) + ")";
        lines.add("%s: accepted by every enforced rule%s and stored as number %d of chat %s, from %s to %s."
                .formatted(
                        stored.createdAt(), masked, stored.seq(), stored.chatId(), stored.sender(), stored.receiver()));
        if (stored.isRead()) {
            lines.add(stored.readAt().map(Instant::toString).orElse("") + ": read by " + stored.receiver() + ".");
        } else if (stored.delivered()) {
            lines.add(stored.deliveredAt().map(Instant::toString).orElse("") + ": marked delivered to "
                    + stored.receiver() + ", not read.");
        } else {
            lines.add("Neither marked delivered nor read.");
        }
        return lines;
    }

    private static List<String> node(NodeTrace trace) {
        List<String> lines = new ArrayList<>();
        steps(trace, Step.PUBLISHED, Step.PUBLISH_LOST, Step.DELIVERED)
                .forEach(step -> lines.add(step.at() + ": node " + trace.node() + " " + said(step)));
        trace.interruptions()
                .forEach(step -> lines.add(step.at() + ": node " + trace.node()
                        + (isStep(step, Step.CUT)
                                ? " lost its subscriptions."
                                : " has its subscriptions again and told its sockets to resync.")));
        return lines;
    }

    private static String said(StepAt step) {
        if (isStep(step, Step.PUBLISHED)) {
            return "published it to the other nodes.";
        }
        if (isStep(step, Step.PUBLISH_LOST)) {
            return "could not publish it to the other nodes; they are told to resync.";
        }
        return "handed it to " + step.sockets() + " sockets in the room of "
                + (step.room().equals("chat") ? "the chat" : "user " + step.room()) + ".";
    }

    Verdict verdict(String user) {
        if (message.isEmpty()) {
            boolean isRefused = traces.stream()
                    .anyMatch(trace -> steps(trace, Step.REFUSED).findAny().isPresent());
            return isRefused
                    ? new Verdict(user, Cause.REFUSED, "The message was refused, so " + user + " never had it.")
                    : new Verdict(user, Cause.UNKNOWN, "There is no such message.");
        }
        return received(user).or(() -> missed(user)).orElseGet(() -> absent(user));
    }

    /** Sockets in the chat on a node that has handed it out. */
    private Optional<Verdict> received(String user) {
        List<Verdict> verdicts = traces.stream()
                .filter(trace -> delivered(trace, "chat"))
                .flatMap(trace -> sockets(trace, user, SocketAt::wasInChat).map(socket -> handed(trace, socket)))
                .sorted(Comparator.comparing(Verdict::cause))
                .toList();
        return verdicts.stream().findFirst();
    }

    private Verdict handed(NodeTrace trace, SocketAt socket) {
        String to = "socket " + socket.socket() + " of " + socket.user() + " on node " + trace.node();
        Instant ended = socket.ended().orElse(Instant.MAX);
        String reason = socket.reason().orElse("");
        if (reason.isEmpty() || ended.isAfter(deliveredAt(trace).plus(SOON))) {
            return new Verdict(
                    socket.user(), Cause.DELIVERED, "It was handed to " + to + ", which had joined the chat.");
        }
        if (reason.equals("slow_reader")) {
            return new Verdict(
                    socket.user(),
                    Cause.BACKLOG_DROPPED,
                    "It was queued for " + to
                            + ", which did not read; its backlog was dropped and it was disconnected at " + ended + "."
                            + INSTEAD);
        }
        return new Verdict(
                socket.user(),
                Cause.CONNECTION_LOST,
                "It was handed to " + to + ", whose connection ended (" + reason + ") at " + ended
                        + ", so it may not have arrived." + INSTEAD);
    }

    /** Sockets in the chat on a node that never had it. */
    private Optional<Verdict> missed(String user) {
        boolean isLost = traces.stream()
                .anyMatch(trace -> steps(trace, Step.PUBLISH_LOST).findAny().isPresent());
        return traces.stream()
                .filter(trace -> !delivered(trace, "chat"))
                .flatMap(
                        trace -> sockets(trace, user, SocketAt::wasInChat).map(socket -> missed(trace, socket, isLost)))
                .findFirst();
    }

    private static Verdict missed(NodeTrace trace, SocketAt socket, boolean isLost) {
        String to = "Node " + trace.node() + ", where " + socket.user() + " had joined the chat, did not receive it";
        if (isLost) {
            return new Verdict(
                    socket.user(),
                    Cause.PUBLISH_LOST,
                    to + ", because Redis did not take it from the sending node; its sockets are told to resync."
                            + INSTEAD);
        }
        return trace.interruptions().isEmpty()
                ? new Verdict(socket.user(), Cause.UNKNOWN, to + ", and has recorded no interruption.")
                : new Verdict(
                        socket.user(),
                        Cause.NODE_CUT,
                        to + ", because its subscriptions were lost; its sockets are told to resync." + INSTEAD);
    }

    private Verdict absent(String user) {
        return traces.stream()
                .flatMap(trace -> sockets(trace, user, SocketAt::wasConnected)
                        .map(socket -> new Verdict(
                                user,
                                Cause.NOT_JOINED,
                                user + " was connected with socket " + socket.socket() + " on node " + trace.node()
                                        + ", which had not joined the chat (join-chat); so it got "
                                        + (delivered(trace, user) ? "message-notification" : "nothing")
                                        + " and not new-message." + INSTEAD)))
                .findFirst()
                .orElseGet(() -> offline(user));
    }

    private Verdict offline(String user) {
        String last = traces.stream()
                .flatMap(trace -> sockets(trace, user, socket -> socket.ended().isPresent())
                        .map(socket -> " One on node " + trace.node() + " had disconnected at "
                                + socket.ended().orElseThrow()
                                + socket.reason()
                                        .map(reason -> " (" + reason + ")")
                                        .orElse("") + "."))
                .reduce("", (before, next) -> next);
        String doubt = silent.isEmpty() ? "" : " Node " + String.join(", ", silent) + " did not answer.";
        return new Verdict(
                user,
                silent.isEmpty() ? Cause.OFFLINE : Cause.UNKNOWN,
                user + " was offline: no node had a socket of this user." + last + doubt + INSTEAD);
    }

    private static Stream<SocketAt> sockets(NodeTrace trace, String user, Predicate<SocketAt> wanted) {
        return trace.sockets().stream()
                .filter(socket -> socket.user().equals(user))
                .filter(wanted);
    }

    private static boolean delivered(NodeTrace trace, String room) {
        return steps(trace, Step.DELIVERED).anyMatch(step -> step.room().equals(room) && step.sockets() > 0);
    }

    private static Instant deliveredAt(NodeTrace trace) {
        return steps(trace, Step.DELIVERED)
                .map(StepAt::at)
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
    }

    private static Stream<StepAt> steps(NodeTrace trace, Step... wanted) {
        return trace.steps().stream().filter(step -> Stream.of(wanted).anyMatch(each -> isStep(step, each)));
    }

    private static boolean isStep(StepAt step, Step wanted) {
        return step.step().equals(wanted.word());
    }
}
