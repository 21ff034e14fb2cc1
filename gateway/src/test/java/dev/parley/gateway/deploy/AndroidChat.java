package dev.parley.gateway.deploy;

import io.socket.client.AckWithTimeout;
import io.socket.client.IO;
import io.socket.client.Socket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import org.json.JSONArray;
import org.json.JSONObject;

/**
 * A chat as an Android application has it, on the official Java client (io.socket:socket.io-client): it catches up after a
 * reconnect and on {@code resync}, drops repeats, sorts by {@code seq}, and repeats what was not acknowledged.
 */
final class AndroidChat implements AutoCloseable {
    private static final long REPLY_MS = 8_000;
    private static final long RETRY_MS = 1_000;

    private final Socket socket;
    private final String userId;
    private final String chatId;
    private final Timer timer = new Timer("chat", true);
    private final TreeMap<Integer, String> texts = new TreeMap<>();

    AndroidChat(URI url, Map<String, String> auth, String userId, String chatId) {
        this.userId = userId;
        this.chatId = chatId;
        socket = IO.socket(
                url, IO.Options.builder().setForceNew(true).setAuth(auth).build());
        socket.on(Socket.EVENT_CONNECT, nothing -> identify());
        socket.on("new-message", arguments -> show((JSONObject) arguments[0]));
        socket.on("resync", arguments -> catchUp());
        socket.on(
                "server-draining",
                arguments -> later(((JSONObject) arguments[0]).optLong("reconnectAfterMs"), () -> socket.disconnect()
                        .connect()));
        socket.connect();
    }

    /** Stores the message once, however often it has to be sent. */
    void send(String text) {
        send(Map.of(
                "chatId",
                chatId,
                "content",
                text,
                "clientMessageId",
                UUID.randomUUID().toString()));
    }

    /** In the order of {@code seq}. */
    synchronized List<String> texts() {
        return List.copyOf(texts.values());
    }

    Socket socket() {
        return socket;
    }

    private void send(Map<String, String> command) {
        ask(
                "send-message",
                new JSONObject(command),
                reply -> show(reply.optJSONObject("message")),
                () -> send(command));
    }

    private void identify() {
        ask("user-join", userId, reply -> catchUp(), this::identify);
    }

    private void catchUp() {
        JSONObject join = new JSONObject(Map.of("chatId", chatId, "afterSeq", lastWithoutGap()));
        ask("join-chat", join, this::showPage, this::catchUp);
    }

    private void showPage(JSONObject page) {
        JSONArray messages = page.optJSONArray("messages");
        for (int i = 0; i < messages.length(); i++) {
            show(messages.optJSONObject(i));
        }
        if (page.optBoolean("hasMore")) {
            catchUp();
        }
    }

    private synchronized void show(JSONObject message) {
        texts.put(message.optInt("seq"), message.optString("content"));
    }

    /** Not the highest number: a missed message may be below it. */
    private synchronized int lastWithoutGap() {
        int last = 0;
        while (texts.containsKey(last + 1)) {
            last++;
        }
        return last;
    }

    /** A refusal by a rule is final and an application would show it; an unavailable store is not. */
    private void ask(String event, Object payload, Consumer<JSONObject> then, Runnable again) {
        socket.emit(event, new Object[] {payload}, new AckWithTimeout(REPLY_MS) {
            @Override
            public void onSuccess(Object... arguments) {
                JSONObject reply = (JSONObject) arguments[0];
                if (reply.optBoolean("ok")) {
                    then.accept(reply);
                } else if (List.of("unavailable", "rate_limited", "not_identified")
                        .contains(codeOf(reply))) {
                    later(RETRY_MS, again);
                }
            }

            @Override
            public void onTimeout() {
                later(RETRY_MS, again);
            }
        });
    }

    private static String codeOf(JSONObject reply) {
        return reply.optJSONObject("error").optString("code");
    }

    private void later(long delayMs, Runnable action) {
        timer.schedule(
                new TimerTask() {
                    @Override
                    public void run() {
                        action.run();
                    }
                },
                delayMs);
    }

    @Override
    public void close() {
        timer.cancel();
        socket.disconnect();
    }
}
