package dev.parley.gateway;

import dev.parley.gateway.admin.AdminUi;
import dev.parley.gateway.cluster.FanOut;
import dev.parley.gateway.config.GatewayConfig;
import dev.parley.gateway.events.SocketEvents;
import dev.parley.gateway.rooms.DeliveryTrace;
import dev.parley.gateway.transport.ConnectAuthorizer;
import dev.parley.gateway.transport.Session;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import org.redisson.api.RedissonClient;

/** The namespace {@code /admin} and its places in the object graph; without {@code --admin-ui} it is in none. */
final class AdminAccess {
    private final DeliveryTrace recorder;
    private final Optional<AdminUi> ui;

    AdminAccess(
            GatewayConfig config,
            DeliveryTrace recorder,
            RedissonClient client,
            String keyPrefix,
            MeterRegistry registry,
            ScheduledExecutorService timer,
            Clock clock) {
        this.recorder = recorder;
        this.ui = config.adminUi()
                .map(settings -> new AdminUi(
                        settings, recorder, client, keyPrefix, config.nodeId().value(), registry, timer, clock));
    }

    /** What the fan-out tells: the recorder, and the admins. */
    DeliveryTrace trace() {
        return ui.map(AdminUi::trace).orElse(recorder);
    }

    ConnectAuthorizer authorizer(ConnectAuthorizer others) {
        return ui.map(on -> on.authorizer(others)).orElse(others);
    }

    /** Before the start of the sockets. */
    void open(SocketServer sockets, FanOut fanOut) {
        ui.ifPresent(on -> {
            on.bindTo(
                    sockets.addNamespace(AdminUi.NAMESPACE), sockets.chats(), fanOut.localRooms(), AdminAccess::userOf);
            fanOut.onOtherMessages(on::answer);
        });
    }

    private static Map<String, Object> userOf(Session session) {
        return SocketEvents.userOf(session)
                .<Map<String, Object>>map(user -> Map.of("userId", user.value()))
                .orElseGet(Map::of);
    }

    void start() {
        ui.ifPresent(AdminUi::start);
    }

    /** May be called twice. */
    void stop() {
        ui.ifPresent(AdminUi::stop);
    }
}
