package dev.parley.gateway.rooms;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One event loop's part of what concerns several rooms, or a room without some of its members: each member once, whichever of the
 * rooms it is in, and none that is in a room of {@code except} or is a socket of a user whose room that is.
 */
record MulticastTask(List<RoomShard> parts, Set<String> except, Consumer<Member> action, Runnable done)
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
            if (!member.isInAny(visited) && !member.isExcepted(except)) {
                action.accept(member);
            }
        }
    }
}
