package dev.parley.gateway.acceptance;

import io.socket.client.Ack;
import io.socket.client.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.json.JSONObject;

/** Events of the Java client with an acknowledgement. */
final class SocketRequests {
    private SocketRequests() {}

    static JSONObject ask(Socket socket, String event, Object payload) throws Exception {
        CompletableFuture<JSONObject> answered = new CompletableFuture<>();
        socket.emit(event, new Object[] {payload}, (Ack) answer -> answered.complete((JSONObject) answer[0]));
        return answered.get(20, TimeUnit.SECONDS);
    }
}
