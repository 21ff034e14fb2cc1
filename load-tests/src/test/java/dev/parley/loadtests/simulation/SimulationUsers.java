package dev.parley.loadtests.simulation;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Numbered users, two per chat; the even one is the client. */
final class SimulationUsers {

    private static final String RUN = Long.toString(System.currentTimeMillis(), 36);

    private SimulationUsers() {}

    /** An unlimited feeder of users. */
    static Iterator<Map<String, Object>> all() {
        Stream<Map<String, Object>> all = IntStream.iterate(0, i -> i + 1).mapToObj(SimulationUsers::person);
        return all.iterator();
    }

    private static Map<String, Object> person(int number) {
        String client = RUN + "-client-" + number / 2;
        String provider = RUN + "-provider-" + number / 2;
        boolean isClient = number % 2 == 0;
        return Map.of(
                "userId",
                isClient ? client : provider,
                "client",
                client,
                "provider",
                provider,
                "isClient",
                isClient,
                "attempt",
                0);
    }

    /** Both users create it; the second gets the chat of the first. */
    static ChainBuilder openChat() {
        return exec(http("open chat")
                .post("/api/chats")
                .body(StringBody(session -> "{\"client\":\"" + session.getString("client") + "\",\"provider\":\""
                        + session.getString("provider") + "\"}"))
                .check(status().in(200, 201), jsonPath("$._id").saveAs("chatId")));
    }

    static String chat(Session session) {
        return "{\"chatId\":\"" + session.getString("chatId") + "\"}";
    }
}
