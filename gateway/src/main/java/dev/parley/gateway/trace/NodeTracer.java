package dev.parley.gateway.trace;

import dev.parley.core.error.ErrorCode;
import dev.parley.core.rules.RuleListener.Outcome;
import dev.parley.gateway.rooms.LocalRooms;
import dev.parley.gateway.trace.NodeTrace.SocketAt;
import dev.parley.gateway.trace.NodeTrace.StepAt;
import dev.parley.gateway.trace.TraceRing.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** Answers a question from the records of this node and from who is in its rooms now. Any thread. */
final class NodeTracer {
    /** Interruptions are told when they are this near to the message, in milliseconds. */
    private static final long NEAR = 60_000;

    private static final int INT_BITS = 32;

    private final String node;
    private final TraceRecorder recorder;
    private final LocalRooms rooms;
    private final List<String> rules;

    /** @param rules names of all rules, as refusals number them */
    NodeTracer(String node, TraceRecorder recorder, LocalRooms rooms, List<String> rules) {
        this.node = node;
        this.recorder = recorder;
        this.rooms = rooms;
        this.rules = List.copyOf(rules);
    }

    CompletionStage<NodeTrace> answer(TraceQuery query) {
        List<String> wanted = new ArrayList<>(query.users());
        wanted.add(query.chat());
        Map<String, Set<UUID>> present = new HashMap<>();
        CompletionStage<Void> read = CompletableFuture.completedStage(null);
        for (String room : wanted) {
            read = read.thenCombine(rooms.socketsIn(room), (done, sockets) -> {
                present.put(room, sockets);
                return null;
            });
        }
        // Deliberate: elsewhere, since reading the records takes an event loop too long.
        return read.thenApplyAsync(done -> trace(query, present));
    }

    private NodeTrace trace(TraceQuery query, Map<String, Set<UUID>> present) {
        List<StepAt> steps = new ArrayList<>();
        List<StepAt> interruptions = new ArrayList<>();
        recorder.read(entry -> {
            if (isOf(entry, query)) {
                steps.add(step(entry, query));
            } else if (isInterruption(entry) && Math.abs(entry.at() - query.at()) < NEAR) {
                interruptions.add(new StepAt(time(entry), entry.step().word(), "", 0, ""));
            }
        });
        long at = deliveredAt(steps, query);
        RoomTimeline chat = timeline(query.chat(), at, present);
        List<SocketAt> sockets = new ArrayList<>();
        for (String user : query.users()) {
            RoomTimeline own = timeline(user, at, present);
            own.sockets().stream()
                    .map(socket -> new SocketAt(
                            user,
                            socket.toString(),
                            own.wasIn(socket),
                            chat.wasIn(socket),
                            own.endOf(socket),
                            own.reasonOf(socket)))
                    .forEach(sockets::add);
        }
        return new NodeTrace(node, recorder.since(), steps, sockets, interruptions);
    }

    /** The first time: by this node's clock, where it has the message, by the store's otherwise. */
    private static long deliveredAt(List<StepAt> steps, TraceQuery query) {
        return steps.stream()
                .filter(step -> step.step().equals(Step.DELIVERED.word()))
                .mapToLong(step -> step.at().toEpochMilli())
                .min()
                .orElse(query.at());
    }

    private RoomTimeline timeline(String room, long at, Map<String, Set<UUID>> present) {
        RoomTimeline timeline = new RoomTimeline(room, at);
        recorder.read(timeline::add);
        timeline.addPresent(present.getOrDefault(room, Set.of()));
        return timeline;
    }

    private static boolean isInterruption(Entry entry) {
        return entry.step() == Step.CUT || entry.step() == Step.RESYNCED;
    }

    private static boolean isOf(Entry entry, TraceQuery query) {
        return switch (entry.step()) {
            case REFUSED -> entry.subject() == MessageKey.hash(query.message());
            case SHADOWED -> isByClient(entry, query);
            case STORED -> isById(entry, query) || entry.detail() == MessageKey.hash(query.message());
            case PUBLISHED, PUBLISH_LOST, DELIVERED -> isById(entry, query);
            default -> false;
        };
    }

    private static boolean isByClient(Entry entry, TraceQuery query) {
        boolean isInChat = query.chat().isEmpty() || entry.room() == MessageKey.hash(query.chat());
        String id = query.client().isEmpty() ? query.message() : query.client();
        return isInChat && entry.subject() == MessageKey.hash(id);
    }

    private static boolean isById(Entry entry, TraceQuery query) {
        return query.isById() && idOf(entry).equals(query.message());
    }

    private static String idOf(Entry entry) {
        return MessageKey.id(entry.subject(), (int) (entry.value() >>> INT_BITS));
    }

    private StepAt step(Entry entry, TraceQuery query) {
        return new StepAt(
                time(entry),
                entry.step().word(),
                entry.step() == Step.DELIVERED ? roomOf(entry, query) : "",
                entry.step() == Step.DELIVERED ? (int) entry.value() : 0,
                detail(entry));
    }

    private String detail(Entry entry) {
        int rule = (int) entry.value();
        String name = rule >= 0 && rule < rules.size() ? rules.get(rule) : "";
        if (entry.step() == Step.REFUSED) {
            ErrorCode code = ErrorCode.values()[(int) (entry.value() >>> INT_BITS)];
            return code.word() + (name.isEmpty() ? "" : " by rule " + name);
        }
        if (entry.step() == Step.SHADOWED) {
            Outcome outcome = Outcome.values()[(int) (entry.value() >>> INT_BITS)];
            return "rule " + name + " in mode shadow would have "
                    + outcome.name().toLowerCase(Locale.ROOT) + " it";
        }
        return entry.step() == Step.STORED ? idOf(entry) : "";
    }

    private static String roomOf(Entry entry, TraceQuery query) {
        if (entry.room() == MessageKey.hash(query.chat())) {
            return "chat";
        }
        return query.users().stream()
                .filter(user -> MessageKey.hash(user) == entry.room())
                .collect(Collectors.joining());
    }

    private static Instant time(Entry entry) {
        return Instant.ofEpochMilli(entry.at());
    }
}
