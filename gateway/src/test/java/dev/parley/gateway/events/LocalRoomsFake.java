package dev.parley.gateway.events;

import dev.parley.gateway.cluster.RoomEmitter;
import dev.parley.gateway.rooms.BroadcastTarget;
import dev.parley.gateway.rooms.Member;
import dev.parley.gateway.rooms.Rooms;
import dev.parley.gateway.wire.ServerEvent;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Rooms of one node without event loops or Redis: members of a room receive its events immediately. */
public final class LocalRoomsFake implements Rooms, RoomEmitter {
    private final Map<Member, Set<String>> rooms = new LinkedHashMap<>();
    private final Map<Member, SocketOutput> outputs = new LinkedHashMap<>();

    void hears(Member member, SocketOutput output) {
        outputs.put(member, output);
    }

    public boolean isEmpty() {
        return rooms.isEmpty();
    }

    @Override
    public void enter(Member member) {
        rooms.computeIfAbsent(member, first -> new HashSet<>());
    }

    @Override
    public CompletionStage<Void> join(Member member, String room) {
        enter(member);
        rooms.get(member).add(room);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void leave(Member member, String room) {
        roomsOf(member).remove(room);
    }

    @Override
    public void leaveAll(Member member) {
        rooms.remove(member);
    }

    @Override
    public Set<String> roomsOf(Member member) {
        return rooms.getOrDefault(member, new HashSet<>());
    }

    @Override
    public <P> void emit(ServerEvent<P> event, P payload, BroadcastTarget target) {
        rooms.forEach((member, joined) -> {
            boolean reached = target.rooms().isEmpty() || !Collections.disjoint(joined, target.rooms());
            if (reached
                    && Collections.disjoint(joined, target.except())
                    && !member.isExcepted(Set.copyOf(target.except()))) {
                outputs.get(member).emit(event, payload);
            }
        });
    }
}
