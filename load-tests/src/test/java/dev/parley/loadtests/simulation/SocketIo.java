package dev.parley.loadtests.simulation;

import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.regex;
import static io.gatling.javaapi.http.HttpDsl.ws;

import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.http.Ws;
import io.gatling.javaapi.http.WsFrameCheck;
import java.util.function.Function;

/**
 * Socket.IO for Gatling users. Each has {@code userId}, {@code ackId} (the next acknowledgement) and {@code attempt}
 * (how often it has connected).
 */
final class SocketIo {

    private static final int ANSWER_SECONDS = 10;

    /** The line of the report for writing frames, which does not depend on the server. */
    private static final String WRITE = "write";

    private SocketIo() {}

    /** Opens a websocket, enters the namespace and identifies the user. */
    static ChainBuilder connectAndIdentify(String name) {
        return exec(session -> session.set("ackId", 0))
                .exec(socket(name)
                        .connect(SocketIo::address)
                        .await(ANSWER_SECONDS)
                        .on(ws.checkTextMessage(name + ": open").check(regex("^0\\{"))))
                .exec(socket(WRITE)
                        .sendText("40")
                        .await(ANSWER_SECONDS)
                        .on(ws.checkTextMessage(name + ": entered")
                                .matching(regex("^40"))
                                .check(regex("\"sid\""))))
                .exec(ask("user-join", session -> '"' + session.getString("userId") + '"'));
    }

    /** The newest socket of the user. A lost socket keeps its name until it is closed. */
    private static Ws socket(String request) {
        return ws(request).wsName(session -> "socket-" + session.getInt("attempt"));
    }

    /** Each attempt takes the next address. */
    private static String address(Session session) {
        int attempt = session.getInt("attempt");
        return LoadProfile.SOCKETS.get(attempt % LoadProfile.SOCKETS.size()) + "/socket.io/?EIO=4&transport=websocket";
    }

    /** Emits with an acknowledgement and waits for {@code ok: true}; reported under the name of the event. */
    static ChainBuilder ask(String event, Function<Session, String> payload) {
        return exec(nextAck())
                .exec(emitWithAck(event, payload).await(ANSWER_SECONDS).on(okAnswer(event)));
    }

    /**
     * Emits with an acknowledgement and waits for an event with the given text, which may come before the acknowledgement. Reported
     * under the name of that event.
     */
    static ChainBuilder emitAndHear(
            String event, Function<Session, String> payload, String heard, Function<Session, String> text) {
        WsFrameCheck.Text echo = ws.checkTextMessage(heard)
                .matching(regex(session -> "^42\\[\"" + heard + "\".*" + text.apply(session)))
                .check(regex(heard));
        return exec(nextAck())
                .exec(emitWithAck(event, payload).await(ANSWER_SECONDS).on(echo));
    }

    /** Emits without an acknowledgement. */
    static ActionBuilder emit(String event, Function<Session, String> payload) {
        return socket(WRITE).sendText(session -> "42[\"" + event + "\"," + payload.apply(session) + "]");
    }

    private static Function<Session, Session> nextAck() {
        return session -> session.set("ackId", session.getInt("ackId") + 1);
    }

    private static io.gatling.javaapi.http.WsSendTextActionBuilder emitWithAck(
            String event, Function<Session, String> payload) {
        return socket(WRITE)
                .sendText(session ->
                        "42" + session.getInt("ackId") + "[\"" + event + "\"," + payload.apply(session) + "]");
    }

    private static WsFrameCheck.Text okAnswer(String event) {
        return ws.checkTextMessage(event)
                .matching(regex(session -> "^43" + session.getInt("ackId") + "\\["))
                .check(regex("\"code\":\"(\\w+)\"").notExists().name("refused"), regex("\"ok\":true"));
    }

    static ActionBuilder close() {
        return socket("close").close();
    }
}
