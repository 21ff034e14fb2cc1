package dev.parley.gateway.events;

import dev.parley.core.chat.Chat;
import dev.parley.core.chat.ChatRepository;
import dev.parley.core.chat.ChatService;
import dev.parley.core.id.UserId;
import dev.parley.core.notification.NotificationDraft;
import dev.parley.core.notification.NotificationService;
import dev.parley.core.rules.MessageHook;
import dev.parley.core.rules.RuleSet;
import dev.parley.core.rules.RuleSettings;
import dev.parley.core.testing.CountedRate;
import dev.parley.core.testing.CountingIds;
import dev.parley.core.testing.InMemoryChats;
import dev.parley.core.testing.InMemoryMessages;
import dev.parley.core.testing.InMemoryNotifications;
import dev.parley.core.testing.InMemoryUsers;
import dev.parley.core.testing.MovableClock;
import dev.parley.core.testing.People;
import dev.parley.core.testing.Stages;
import dev.parley.core.user.UserService;
import dev.parley.gateway.auth.TokenAuthenticator;
import dev.parley.gateway.broadcast.WireNotificationBroadcaster;
import dev.parley.gateway.broadcast.WireRoomBroadcaster;
import dev.parley.gateway.presence.PresenceAnnouncer;
import dev.parley.gateway.presence.PresenceAudience;
import dev.parley.gateway.presence.PresenceLookup;
import dev.parley.gateway.presence.PresencePersister;
import dev.parley.gateway.telemetry.Telemetry;
import dev.parley.gateway.timers.ManualTimers;
import dev.parley.presence.LocalPresence;
import dev.parley.presence.NodeId;
import dev.parley.presence.PresenceSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** A gateway without network: the handlers on in-memory stores, rooms and presence, with time moved by hand. */
final class HandlerFixture implements AutoCloseable {
    final MovableClock clock = new MovableClock();
    final ManualTimers timers = new ManualTimers(clock);
    final InMemoryUsers users = new InMemoryUsers();
    final InMemoryChats chats = new InMemoryChats();
    final LocalRoomsFake rooms = new LocalRoomsFake();
    final CountingPresence registry = new CountingPresence(clock);
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final TypingNodes typingNodes = new TypingNodes();
    final NotificationService notifications;
    final UserSessions sessions;
    final RequestDispatcher requests;
    final PendingUserSockets pending = new PendingUserSockets();
    private final Handlers handlers;
    private final CountingIds ids = new CountingIds();
    private final ScheduledExecutorService never = Executors.newSingleThreadScheduledExecutor();

    HandlerFixture() {
        this(Optional.empty(), new InMemoryChats());
    }

    HandlerFixture(Optional<TokenAuthenticator> tokens, ChatRepository shownChats) {
        ChatRepository known = shownChats instanceof InMemoryChats ? chats : shownChats;
        InMemoryMessages messages = new InMemoryMessages(chats);
        RuleSet rules = new RuleSet(
                known,
                messages,
                users,
                CountedRate.unlimited(),
                MessageHook.none(),
                (rule, mode, outcome) -> {},
                clock,
                RuleSettings.builtIn());
        ChatService service =
                new ChatService(known, messages, users, rules, new WireRoomBroadcaster(rooms), ids, clock);
        notifications = new NotificationService(
                new InMemoryNotifications(), new WireNotificationBroadcaster(rooms), ids, clock);
        LocalPresence presence = new LocalPresence(
                registry,
                PresenceSettings.defaults(),
                new PresenceAnnouncer(PresenceAudience.EVERYONE, users, chats, rooms, timers, meters)
                        .andThen(new PresencePersister(users, timers, meters)),
                never);
        TypingIndicator typing = new TypingIndicator(service, typingNodes, timers);
        sessions = new UserSessions(
                service,
                presence,
                rooms,
                typing,
                pending,
                new TokenExpiry(timers, clock),
                () -> clock.millis() * 1_000_000);
        handlers = new Handlers(
                new ConnectionHandler(sessions, new UserService(users), notifications, tokens, clock),
                new ChatHandler(service, rooms, typing, Telemetry.OFF),
                new NotificationHandler(notifications, rooms),
                new PresenceHandler(new PresenceLookup(registry, users), presence, () -> clock.millis() * 1_000_000));
        requests = new RequestDispatcher(new NodeId("here"), ids, meters);
    }

    Endpoint<?, ?> endpoint(String event) {
        return handlers.endpoints().stream()
                .filter(endpoint -> endpoint.event().name().equals(event))
                .findFirst()
                .orElseThrow();
    }

    List<Endpoint<?, ?>> endpoints() {
        return handlers.endpoints();
    }

    Phone stranger() {
        return new Phone(this, Optional.empty());
    }

    Phone phoneOf(UserId user) {
        Phone phone = stranger();
        phone.emit("user-join", "\"" + user + "\"");
        phone.heard();
        return phone;
    }

    /** A chat of Anna and Boris. */
    Chat chat() {
        return Stages.await(chats.open(People.chat("64c000000000000000000c01"))).chat();
    }

    void notify(UserId user, String title) {
        Stages.await(notifications.post(
                List.of(user), new NotificationDraft("news", title, "body", Map.of(), Optional.empty())));
    }

    @Override
    public void close() {
        never.shutdownNow();
    }
}
