package dev.parley.gateway.training;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Loads a gateway as people would: pairs of a client and a provider who write about a message a second each, over websocket and
 * polling. Arguments: Socket.IO port, HTTP port, seconds, pairs. The gateway runs on this host with {@code --auth none}.
 */
public final class TrainingRun {
    /** Every this many pairs one whose client polls. */
    private static final int POLLING_EVERY = 6;

    private static final Duration STEP = Duration.ofSeconds(1);

    private TrainingRun() {}

    public static void main(String[] arguments) {
        URI sockets = URI.create("http://127.0.0.1:" + arguments[0]);
        RestClient rest = new RestClient(HttpClient.newHttpClient(), URI.create("http://127.0.0.1:" + arguments[1]));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Long.parseLong(arguments[2]));
        List<CompletableFuture<Void>> pairs = IntStream.range(0, Integer.parseInt(arguments[3]))
                .mapToObj(number -> run(conversation(number, sockets, rest), end))
                .toList();
        CompletableFuture.allOf(pairs.toArray(CompletableFuture[]::new)).join();
        System.exit(0);
    }

    private static Conversation conversation(int number, URI sockets, RestClient rest) {
        HttpClient http = HttpClient.newHttpClient();
        PacketLink.Opener websocket = WebSocketLink.on(http, sockets);
        PacketLink.Opener client = number % POLLING_EVERY == 0 ? PollingLink.on(http, sockets) : websocket;
        return new Conversation(Integer.toString(number), rest, client, websocket);
    }

    private static CompletableFuture<Void> run(Conversation conversation, long end) {
        return conversation
                .begin()
                .thenCompose(begun -> steps(conversation, end))
                .whenComplete((done, failure) -> conversation.end());
    }

    private static CompletableFuture<Void> steps(Conversation conversation, long end) {
        if (System.nanoTime() > end) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> pause = new CompletableFuture<>();
        pause.completeOnTimeout(null, STEP.toMillis(), TimeUnit.MILLISECONDS);
        return conversation
                .next()
                .thenCombine(pause, (done, over) -> done)
                .thenCompose(done -> steps(conversation, end));
    }
}
