package dev.parley.gateway.deploy;

import dev.parley.testing.Waiting;
import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.json.JSONException;
import org.json.JSONObject;

/** Admins that are connected as the page of the Admin UI connects them. */
final class Admins implements AutoCloseable {
    private static final Duration WAIT = Duration.ofSeconds(60);
    private static final List<String> EVENTS = List.of(
            "session",
            "config",
            "server_stats",
            "all_sockets",
            "socket_connected",
            "socket_updated",
            "socket_disconnected",
            "room_joined",
            "room_left",
            "event_received",
            "event_sent");

    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    private record Event(String name, Object[] arguments) {}

    /** A condition on the arguments of an event. */
    interface Condition {
        boolean holds(Object[] arguments) throws JSONException;
    }

    /** Whether a socket has received an event. */
    static final class Heard {
        private final CompletableFuture<Void> heard = new CompletableFuture<>();

        Heard(Socket socket, String event) {
            socket.on(event, arguments -> heard.complete(null));
        }

        boolean hasArrived() {
            return heard.isDone();
        }
    }

    /** One admin and what it was told. */
    static final class Admin {
        private final Socket socket;
        private final List<Event> told = new CopyOnWriteArrayList<>();

        private Admin(Socket socket) {
            this.socket = socket;
            EVENTS.forEach(name -> socket.on(name, arguments -> told.add(new Event(name, arguments))));
        }

        Object[] waitFor(String event) {
            return waitFor(event, arguments -> true);
        }

        Object[] waitFor(String event, Condition condition) {
            Waiting.until(event, WAIT, () -> find(event, condition).isPresent());
            return find(event, condition).orElseThrow().arguments();
        }

        private Optional<Event> find(String event, Condition condition) {
            Predicate<Event> holds = candidate -> {
                try {
                    return candidate.name().equals(event) && condition.holds(candidate.arguments());
                } catch (JSONException missing) {
                    return false;
                }
            };
            return told.stream().filter(holds).findFirst();
        }

        void tell(String command, Object... arguments) {
            socket.emit(command, arguments);
        }

        JSONObject ask(String command, Object... arguments) throws Exception {
            var answer = new CompletableFuture<JSONObject>();
            socket.emit(command, arguments, (Ack) reply -> answer.complete((JSONObject) reply[0]));
            return answer.get(WAIT.toSeconds(), TimeUnit.SECONDS);
        }
    }

    Admin connect(RunningNode node, Map<String, String> auth) throws Exception {
        return connect(node.address(), auth);
    }

    Admin connect(String address, Map<String, String> auth) throws Exception {
        Socket socket = socket(address, auth);
        Admin admin = new Admin(socket);
        var connected = new CompletableFuture<Void>();
        socket.on(Socket.EVENT_CONNECT, nothing -> connected.complete(null));
        socket.on(
                Socket.EVENT_CONNECT_ERROR,
                error -> connected.completeExceptionally(new AssertionError(error[0].toString())));
        socket.connect();
        connected.get(WAIT.toSeconds(), TimeUnit.SECONDS);
        return admin;
    }

    /** The message with which a login is refused. */
    String refusal(RunningNode node, Map<String, String> auth) throws Exception {
        Socket socket = socket(node.address(), auth);
        var refused = new CompletableFuture<String>();
        socket.on(Socket.EVENT_CONNECT, nothing -> refused.complete("connected"));
        socket.on(
                Socket.EVENT_CONNECT_ERROR,
                error -> refused.complete(
                        error[0] instanceof JSONObject refusal ? refusal.optString("message") : error[0].toString()));
        socket.connect();
        String message = refused.get(WAIT.toSeconds(), TimeUnit.SECONDS);
        socket.close();
        return message;
    }

    private Socket socket(String address, Map<String, String> auth) {
        IO.Options options = IO.Options.builder()
                .setForceNew(true)
                .setReconnection(false)
                .setAuth(auth)
                .build();
        Socket socket = IO.socket(URI.create(address + "/admin"), options);
        sockets.add(socket);
        return socket;
    }

    @Override
    public void close() {
        sockets.forEach(Socket::close);
    }
}
