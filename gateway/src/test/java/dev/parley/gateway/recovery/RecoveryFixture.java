package dev.parley.gateway.recovery;

import dev.parley.core.testing.MovableClock;
import dev.parley.core.testing.Stages;
import dev.parley.gateway.auth.Identity;
import dev.parley.gateway.cluster.EventLog;
import dev.parley.gateway.cluster.MissedPackets;
import dev.parley.gateway.events.LocalRoomsFake;
import dev.parley.gateway.socketio.EncodedPacket;
import dev.parley.gateway.timers.ManualTimers;
import dev.parley.gateway.transport.DisconnectReason;
import dev.parley.gateway.transport.SocketHandle;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** Two nodes' worth of connection state recovery, without network: one store, one log, time moved by hand. */
final class RecoveryFixture {
    static final String PID = "A".repeat(24);

    final MovableClock clock = new MovableClock();
    final ManualTimers timers = new ManualTimers(clock);
    final LocalRoomsFake rooms = new LocalRoomsFake();
    final InMemorySessions store = new InMemorySessions(clock);
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final SessionHolders holders = new SessionHolders((socket, wholeConnection) -> {});
    /** Holders whose sockets were to be closed. */
    final List<String> takenOver = new ArrayList<>();

    final RecoverableSockets sockets;
    final SessionRestorer restorer;
    final KnownLog log = new KnownLog();
    final Recording socket = new Recording();
    private final AtomicInteger secrets = new AtomicInteger();

    RecoveryFixture() {
        RecoveryMeters counted = new RecoveryMeters(meters);
        sockets = new RecoverableSockets(store, rooms, timers, counted, holders);
        restorer = new SessionRestorer(
                store, log, rooms, () -> "secret-" + secrets.incrementAndGet(), counted, takenOver::add);
    }

    Optional<RestoredSession> resume(Optional<Identity> caller, String offset) {
        return Stages.await(
                restorer.restore(new RecoveryRequest(PID, Optional.ofNullable(offset)), caller, socket, () -> {}));
    }

    double attempts(String outcome) {
        return meters.get("parley.recovery.attempts")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    /** What was asked, and one event that was missed; nothing when it is not complete. */
    static final class KnownLog implements EventLog {
        final List<String> asked = new ArrayList<>();
        boolean isComplete = true;

        @Override
        public CompletionStage<Long> position() {
            return CompletableFuture.completedFuture(7L);
        }

        @Override
        public CompletionStage<Optional<MissedPackets>> after(long offset, Set<String> rooms) {
            asked.add(offset + " of " + rooms.stream().sorted().toList());
            var packet = new EncodedPacket("42[\"missed\"]".getBytes(StandardCharsets.UTF_8));
            return CompletableFuture.completedFuture(
                    isComplete ? Optional.of(new MissedPackets(List.of(packet), offset + 1)) : Optional.empty());
        }
    }

    /** A socket that records written packets. */
    static final class Recording implements SocketHandle {
        final List<String> heard = new ArrayList<>();

        @Override
        public EventLoop eventLoop() {
            throw new UnsupportedOperationException("no loops here");
        }

        @Override
        public boolean takesFrames() {
            return false;
        }

        @Override
        public void writeFrames(ByteBuf frames) {
            throw new UnsupportedOperationException("takes none");
        }

        @Override
        public void write(EncodedPacket packet) {
            heard.add(new String(packet.text(), StandardCharsets.UTF_8));
        }

        @Override
        public void listen(Listener listener) {
            // nothing to tell
        }

        @Override
        public void close(DisconnectReason reason) {
            throw new UnsupportedOperationException("is not closed");
        }
    }
}
