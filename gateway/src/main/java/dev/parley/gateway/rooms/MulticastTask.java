package dev.parley.gateway.rooms;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * One event loop's part of what concerns several rooms, or a room without some of its members: each member once, whichever of the
 * rooms it is in, and none that is in a room of {@code except}.
 */
record MulticastTask(List<RoomShard> parts, List<String> except, Consumer<Member> action, Runnable done)
        implements Runnable {

    @Override
    public void run() {
        try {
            List<String> visited = new ArrayList<>(parts.size());
            for (RoomShard part : parts) {
                visit(part, visited);
                visited.add(part.room().name());
            }
        } finally {
            done.run();
        }
    }

    private void visit(RoomShard part, List<String> visited) {
        for (int i = 0; i < part.size(); i++) {
            Member member = part.member(i);
            if (!member.isInAny(visited) && !member.isInAny(except)) {
                action.accept(member);
            }
        }
    }
}
