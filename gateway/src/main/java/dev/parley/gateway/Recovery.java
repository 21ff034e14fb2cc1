package dev.parley.gateway;

import dev.parley.gateway.fanout.EventLog;
import dev.parley.gateway.fanout.Rooms;
import dev.parley.gateway.handler.Comebacks;
import dev.parley.gateway.handler.RecordedRooms;
import dev.parley.gateway.handler.RecoverableSockets;
import dev.parley.gateway.handler.RecoveryGate;
import dev.parley.gateway.handler.RecoveryMeters;
import dev.parley.gateway.handler.Timers;
import dev.parley.gateway.recovery.RedisSessionStore;
import dev.parley.gateway.recovery.SessionStore;
import dev.parley.gateway.transport.NamespaceGate;
import dev.parley.gateway.transport.SessionIds;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import org.redisson.api.RedissonClient;

/** Connection state recovery, put together; a node without {@code --recovery} has none of it. */
final class Recovery {
    private final EventLog log;
    private final SessionIds ids = new SessionIds(new SecureRandom());
    private final RecoverableSockets sockets;
    private final Rooms rooms;
    private final Comebacks comebacks;

    Recovery(EventLog log, RedissonClient redis, String keyPrefix, Rooms rooms, Timers timers, MeterRegistry registry) {
        this.log = log;
        SessionStore store = new RedisSessionStore(redis, keyPrefix);
        RecoveryMeters meters = new RecoveryMeters(registry);
        this.sockets = new RecoverableSockets(store, rooms, timers, meters);
        this.rooms = new RecordedRooms(rooms, sockets);
        this.comebacks = new Comebacks(store, log, rooms, ids::secret, meters);
    }

    RecoverableSockets sockets() {
        return sockets;
    }

    Rooms rooms() {
        return rooms;
    }

    NamespaceGate gateAfter(NamespaceGate first) {
        return new RecoveryGate(first, comebacks, log, ids::secret);
    }
}
