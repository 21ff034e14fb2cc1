package dev.parley.loadtests.peer;

import com.corundumstudio.socketio.AckRequest;
import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.SocketIOServer;
import com.corundumstudio.socketio.store.RedissonStoreFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import org.redisson.Redisson;
import org.redisson.config.Config;

/**
 * netty-socketio with its default settings and its own Redisson store, behind the two events and the route that the fan-out
 * benchmark needs. Nothing is tuned. Arguments: port, REST port, Redis address.
 */
public final class NettySocketIoMain {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final SocketIOServer server;

    private NettySocketIoMain(SocketIOServer server) {
        this.server = server;
    }

    public static void main(String[] args) throws IOException {
        // Without this the JDK's server delays each response by 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        Config redis = new Config();
        redis.useSingleServer().setAddress(args[2]);
        Configuration configuration = new Configuration();
        configuration.setHostname("127.0.0.1");
        configuration.setPort(Integer.parseInt(args[0]));
        configuration.setStoreFactory(new RedissonStoreFactory(Redisson.create(redis)));
        new NettySocketIoMain(new SocketIOServer(configuration)).start(Integer.parseInt(args[1]));
    }

    private void start(int httpPort) throws IOException {
        server.addEventListener("user-join", String.class, (client, userId, ack) -> join(client, userId, ack));
        server.addEventListener(
                "join-notifications", String.class, (client, userId, ack) -> join(client, room(userId), ack));
        server.start();
        HttpServer http = HttpServer.create(new InetSocketAddress("127.0.0.1", httpPort), 1024);
        http.createContext("/health/ready", exchange -> answer(exchange, 200));
        http.createContext("/api/notifications/emit", this::emit);
        http.start();
    }

    private static void join(SocketIOClient client, String room, AckRequest ack) {
        client.joinRoom(room);
        ack.sendAckData(Map.of("ok", true));
    }

    private void emit(HttpExchange exchange) throws IOException {
        EmitRequest request = JSON.readValue(exchange.getRequestBody(), EmitRequest.class);
        server.getRoomOperations(room(request.userId())).sendEvent("new-notification", request.notification());
        answer(exchange, 202);
    }

    private static String room(String userId) {
        return "notifications_" + userId;
    }

    private static void answer(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private record EmitRequest(String userId, Map<String, Object> notification) {}
}
