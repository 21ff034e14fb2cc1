package dev.parley.gateway;

import dev.parley.gateway.cluster.EventLog;
import dev.parley.gateway.cluster.SocketDisconnector;
import dev.parley.gateway.recovery.RecoverableRooms;
import dev.parley.gateway.recovery.RecoverableSockets;
import dev.parley.gateway.recovery.RecoveryAuthorizer;
import dev.parley.gateway.recovery.RecoveryMeters;
import dev.parley.gateway.recovery.RedisSessionStore;
import dev.parley.gateway.recovery.SessionHolders;
import dev.parley.gateway.recovery.SessionRestorer;
import dev.parley.gateway.recovery.SessionStore;
import dev.parley.gateway.rooms.Rooms;
import dev.parley.gateway.timers.Timers;
import dev.parley.gateway.transport.ConnectAuthorizer;
import dev.parley.gateway.transport.SessionIds;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import org.redisson.api.RedissonClient;

/** The object graph of connection state recovery; created only with {@code --recovery}. */
final class Recovery {
    private final EventLog log;
    private final SessionIds ids = new SessionIds(new SecureRandom());
    private final RecoverableSockets sockets;
    private final Rooms rooms;
    private final SessionRestorer restorer;

    Recovery(
            EventLog log,
            RedissonClient redis,
            String keyPrefix,
            Rooms rooms,
            SessionHolders holders,
            SocketDisconnector disconnector,
            Timers timers,
            MeterRegistry registry) {
        this.log = log;
        SessionStore store = new RedisSessionStore(redis, keyPrefix);
        RecoveryMeters meters = new RecoveryMeters(registry);
        this.sockets = new RecoverableSockets(store, rooms, timers, meters, holders);
        this.rooms = new RecoverableRooms(rooms, sockets);
        this.restorer = new SessionRestorer(
                store,
                log,
                rooms,
                ids::secret,
                meters,
                holder -> disconnector.disconnect(SessionHolders.socketOf(holder), true));
    }

    RecoverableSockets sockets() {
        return sockets;
    }

    Rooms rooms() {
        return rooms;
    }

    ConnectAuthorizer authorizerAfter(ConnectAuthorizer first) {
        return new RecoveryAuthorizer(first, restorer, log, ids::secret);
    }
}
