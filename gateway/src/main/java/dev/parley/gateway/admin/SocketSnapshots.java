package dev.parley.gateway.admin;

import dev.parley.gateway.rooms.BroadcastTarget;
import dev.parley.gateway.rooms.LocalRooms;
import dev.parley.gateway.rooms.Member;
import dev.parley.gateway.transport.Session;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Reads the sockets of this node: a bounded number of them, each on its event loop. */
final class SocketSnapshots {
    /** Of one node. The Admin UI searches all sockets for each change; with more it becomes slow. */
    static final int MAX_SOCKETS = 1_000;

    private final LocalRooms rooms;
    private final Function<Session, Map<String, Object>> users;

    /** @param users what is shown of the user of a socket */
    SocketSnapshots(LocalRooms rooms, Function<Session, Map<String, Object>> users) {
        this.rooms = rooms;
        this.users = users;
    }

    /** Completes on an event loop with up to {@link #MAX_SOCKETS} sockets. */
    CompletionStage<List<SocketView>> all() {
        Queue<SocketView> found = new ConcurrentLinkedQueue<>();
        AtomicInteger count = new AtomicInteger();
        return rooms.forAll(BroadcastTarget.everyone(), member -> {
                    if (count.getAndIncrement() < MAX_SOCKETS) {
                        found.add(view(member));
                    }
                })
                .thenApply(done -> List.copyOf(found));
    }

    private SocketView view(Member member) {
        Session session = (Session) member.handle().socket();
        return SocketView.of(
                session,
                member.handle().id().toString(),
                AdminFrames.CHATS,
                users.apply(session),
                rooms.roomsOf(member));
    }

    /** A socket that has connected just now and is in no room. */
    SocketView connected(Session session) {
        return SocketView.of(session, session.id().toString(), AdminFrames.CHATS, users.apply(session), List.of());
    }

    Map<String, Object> userOf(Session session) {
        return users.apply(session);
    }

    int count() {
        return rooms.population(BroadcastTarget.everyone());
    }
}
