package dev.parley.gateway.events;

import dev.parley.gateway.lifecycle.DrainableSocket;
import dev.parley.gateway.transport.DisconnectReason;
import dev.parley.gateway.transport.Session;
import dev.parley.gateway.transport.SocketIoPipeline;
import dev.parley.gateway.wire.ConnectionPayloads.ServerDrainingPayload;
import dev.parley.gateway.wire.WireEvents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A session for the drain. One that has joined no namespace yet is closed without being told. */
public final class DrainableSession implements DrainableSocket {
    private final Session session;

    DrainableSession(Session session) {
        this.session = session;
    }

    /** The open sessions. */
    public static List<DrainableSocket> allOf(SocketIoPipeline pipeline) {
        List<DrainableSocket> open = new ArrayList<>();
        pipeline.forEachSession(session -> open.add(new DrainableSession(session)));
        return open;
    }

    @Override
    public void tell(Duration reconnectAfter) {
        ServerDrainingPayload draining = new ServerDrainingPayload(reconnectAfter.toMillis());
        connection().ifPresent(connection -> connection.output().emit(WireEvents.SERVER_DRAINING, draining));
    }

    @Override
    public CompletionStage<Void> closeWhenAnswered() {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        Runnable close = () -> {
            session.close(DisconnectReason.DRAINING);
            closed.complete(null);
        };
        connection().ifPresentOrElse(connection -> connection.whenAnswered(close), close);
        return closed;
    }

    private Optional<Connection> connection() {
        return session.attachment(Connection.class);
    }
}
