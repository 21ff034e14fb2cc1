package dev.parley.loadtests.simulation;

import static io.gatling.javaapi.core.CoreDsl.exec;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import java.util.concurrent.atomic.AtomicLong;

/** Messages with a {@code clientMessageId}. */
final class Messages {

    private static final AtomicLong COUNT = new AtomicLong();
    private static final String CONTENT = "The plumber can come on Thursday between nine and eleven, is that fine?";

    private Messages() {}

    /** The user's next message, for {@link #current} and {@link #marker}. */
    static Session next(Session session) {
        return session.set("clientMessageId", "load-" + COUNT.incrementAndGet());
    }

    static String current(Session session) {
        return "{\"chatId\":\"" + session.getString("chatId") + "\",\"content\":\"" + CONTENT
                + "\",\"clientMessageId\":\"" + session.getString("clientMessageId") + "\"}";
    }

    /** A text that only the current message contains. */
    static String marker(Session session) {
        return "\"" + session.getString("clientMessageId") + "\"";
    }

    static ChainBuilder sendAndHear() {
        return exec(Messages::next)
                .exec(SocketIo.emitAndHear("send-message", Messages::current, "new-message", Messages::marker));
    }

    static ChainBuilder send() {
        return exec(Messages::next).exec(SocketIo.ask("send-message", Messages::current));
    }
}
