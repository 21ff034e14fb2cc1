package dev.parley.gateway.rooms;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Runs an action on one event loop for the members of several rooms: once for each member, however many of the rooms it is in, and not
 * for members that are in a room of {@code except} or belong to a user whose room that is.
 */
record MulticastTask(List<RoomShard> shards, Set<String> except, Consumer<Member> action, Runnable done)
        implements Runnable {

    @Override
    public void run() {
        try {
            List<String> visited = new ArrayList<>(shards.size());
            for (RoomShard shard : shards) {
                visit(shard, visited);
                visited.add(shard.room().name());
            }
        } finally {
            done.run();
        }
    }

    private void visit(RoomShard shard, List<String> visited) {
        for (int i = 0; i < shard.size(); i++) {
            Member member = shard.member(i);
            if (!member.isInAny(visited) && !member.isExcepted(except)) {
                action.accept(member);
            }
        }
    }
}
