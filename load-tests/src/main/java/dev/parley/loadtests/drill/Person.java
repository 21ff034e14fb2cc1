package dev.parley.loadtests.drill;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.loadtests.chat.Conversation;
import dev.parley.loadtests.client.LoadClient;
import dev.parley.loadtests.client.LoadSocket;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A client that does what the protocol asks of one: it connects again when it is cut off or told to go, sends again what was not
 * acknowledged, under the same {@code clientMessageId}, and asks for what it has missed until it is
 * told. On the clients' event loop only.
 */
final class Person {

    private static final int FIRST_RECONNECT_MS = 400;
    private static final int LAST_RECONNECT_MS = 6_400;
    private static final long SEND_AGAIN_MS = 200;
    private static final long GAP_SETTLES_MS = 500;

    private final LoadClient client;
    private final int port;
    private final Conversation chat;
    private final String name;
    private final boolean isFirst;
    private final Ledger ledger;
    private final Random chance;
    private final Inbox inbox;
    private final CompletableFuture<Void> firstArrival = new CompletableFuture<>();
    private int reconnectWithinMs = FIRST_RECONNECT_MS;
    private Line line;
    private boolean isTalking;
    private int said;
    /** The message that has no acknowledgement yet; null when there is none. */
    private String unanswered;

    private boolean isSending;
    private boolean isAskingLater;
    private long lastHeard;

    /** @param side 0 or 1 in the chat */
    Person(LoadClient client, int port, Conversation chat, int side, Ledger ledger) {
        this.client = client;
        this.port = port;
        this.chat = chat;
        this.name = chat.person(side);
        this.isFirst = side == 0;
        this.ledger = ledger;
        this.chance = new Random(name.hashCode());
        this.inbox = new Inbox(chat.person(1 - side), ledger);
    }

    /** Completes at the first connection that works. */
    CompletableFuture<Void> arrive() {
        connect();
        return firstArrival;
    }

    private void connect() {
        line = new Line(this);
        inbox.newConnection();
        Line own = line;
        client.connect(port, own)
                .thenCompose(socket -> own.use(socket).askOk("user-join", name))
                .thenCompose(joined -> catchUp(own.socket()))
                .whenComplete((done, failure) -> arrived(own, failure));
    }

    private void arrived(Line own, Throwable failure) {
        if (failure != null) {
            own.giveUp();
        } else {
            own.ready();
            reconnectWithinMs = FIRST_RECONNECT_MS;
            firstArrival.complete(null);
            sendUnanswered();
        }
    }

    /** The line was cut, or given up; once a line. Each attempt in vain doubles the pause, as the official client does it. */
    void cutOff(Line own) {
        if (own == line) {
            ledger.connectionLost();
            later(reconnectWithinMs / 2 + chance.nextInt(reconnectWithinMs / 2), this::connect);
            reconnectWithinMs = Math.min(2 * reconnectWithinMs, LAST_RECONNECT_MS);
        }
    }

    /** Asks for all that came after what it has without a gap; page by page. */
    private CompletableFuture<Void> catchUp(LoadSocket socket) {
        return socket.askOk("join-chat", Map.of("chatId", chat.chatId(), "afterSeq", inbox.upTo()))
                .thenCompose(page -> {
                    page.path("messages").forEach(message -> inbox.read(message));
                    return page.path("hasMore").asBoolean() ? catchUp(socket) : CompletableFuture.completedFuture(null);
                });
    }

    /** Once more, at the end, when nothing is under way any more. */
    CompletableFuture<Void> catchUp() {
        return catchUp(line.socket());
    }

    /**
     * One message now and then one each {@code pace}, if the one before has been acknowledged; a provider waits for the client's
     * first, as the rule {@code start} asks. Silence counts from here.
     */
    void talk(Duration pace) {
        isTalking = true;
        lastHeard = System.nanoTime();
        later(chance.nextInt((int) pace.toMillis()), () -> talkOn(pace));
    }

    private void talkOn(Duration pace) {
        if (isTalking) {
            if (unanswered == null && mayWrite()) {
                unanswered = name + "-" + said++;
                sendUnanswered();
            }
            later(pace.toMillis(), () -> talkOn(pace));
        }
    }

    private boolean mayWrite() {
        return isFirst || inbox.upTo() > 0;
    }

    void fallSilent() {
        isTalking = false;
    }

    boolean isAnswered() {
        return unanswered == null;
    }

    private void sendUnanswered() {
        if (unanswered == null || isSending || !line.isUsable()) {
            return;
        }
        String id = unanswered;
        isSending = true;
        line.socket()
                .ask("send-message", Map.of("chatId", chat.chatId(), "content", "drill", "clientMessageId", id))
                .whenComplete((answer, failure) -> answered(id, answer, failure));
    }

    private void answered(String id, JsonNode answer, Throwable failure) {
        isSending = false;
        if (failure == null && answer.path("ok").asBoolean()) {
            heard();
            ledger.acknowledged(id, answer.path("message").path("seq").asLong());
            unanswered = null;
            line.goIfTold();
            return;
        }
        if (failure == null) {
            ledger.refused(answer.path("error").path("code").asText());
        }
        ledger.sentAgain();
        later(SEND_AGAIN_MS, this::sendUnanswered);
    }

    /** An event of the server on this person's present line. */
    void event(String event, JsonNode payload) {
        heard();
        switch (event) {
            case "new-message" -> newMessage(payload);
            case "user-status-changed" -> status(payload);
            case "server-draining" -> later(payload.path("reconnectAfterMs").asLong(), line::go);
            case "resync" -> {
                ledger.resync();
                askForMissing();
            }
            default -> {}
        }
    }

    private void newMessage(JsonNode message) {
        if (inbox.hear(message)) {
            later(GAP_SETTLES_MS, () -> {
                if (inbox.hasGap()) {
                    askForMissing();
                }
            });
        }
    }

    private void askForMissing() {
        Line own = line;
        if (own.isUsable()) {
            catchUp(own.socket()).whenComplete((done, failure) -> {
                if (failure != null) {
                    askLater();
                }
            });
        }
    }

    private void askLater() {
        if (!isAskingLater) {
            isAskingLater = true;
            later(SEND_AGAIN_MS, () -> {
                isAskingLater = false;
                askForMissing();
            });
        }
    }

    private void status(JsonNode change) {
        if (!change.path("isOnline").asBoolean()
                && !change.path("userId").asText().equals(name)) {
            ledger.announcedOffline();
        }
    }

    private void heard() {
        long now = System.nanoTime();
        ledger.silence(now - lastHeard);
        lastHeard = now;
    }

    boolean hasUnanswered() {
        return isSending;
    }

    private void later(long millis, Runnable task) {
        client.loop().schedule(task, millis, TimeUnit.MILLISECONDS);
    }
}
