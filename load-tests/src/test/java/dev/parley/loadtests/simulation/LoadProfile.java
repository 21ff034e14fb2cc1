package dev.parley.loadtests.simulation;

import static io.gatling.javaapi.http.HttpDsl.http;

import io.gatling.javaapi.http.HttpProtocolBuilder;
import java.time.Duration;
import java.util.List;

/** Size and target of the load: system properties, with defaults for a laptop. */
final class LoadProfile {

    /** Socket.IO addresses; each attempt to connect takes the next one. */
    static final List<String> SOCKETS =
            List.of(text("parley.sockets", "ws://127.0.0.1:5000").split(","));

    static final String REST = text("parley.rest", "http://127.0.0.1:8080");
    static final int USERS = Integer.getInteger("parley.users", 100);
    static final Duration RAMP = Duration.ofSeconds(Long.getLong("parley.ramp", 10));
    static final Duration HOLD = Duration.ofSeconds(Long.getLong("parley.seconds", 30));
    /** Between two actions of one user. */
    static final Duration PAUSE = Duration.ofMillis(Long.getLong("parley.pause.ms", 1000));

    static final int P99_MS = Integer.getInteger("parley.p99.ms", 500);
    static final double FAILED_PERCENT = Double.parseDouble(text("parley.failed.percent", "0.1"));
    /** The process that the reconnect storm ends; without it, end one yourself. */
    static final String VICTIM_PID = text("parley.victim.pid", "");

    private LoadProfile() {}

    static HttpProtocolBuilder protocol() {
        return http.baseUrl(REST)
                .contentTypeHeader("application/json")
                .wsAutoReplySocketIo4()
                .wsUnmatchedInboundMessageBufferSize(0);
    }

    private static String text(String property, String otherwise) {
        return System.getProperty(property, otherwise);
    }
}
