package dev.parley.gateway.webhooks;

import dev.parley.core.outbox.EndpointState;
import dev.parley.core.outbox.EndpointStates;
import dev.parley.core.outbox.Outbox;
import dev.parley.core.outbox.Shards;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What an operator does with the endpoints, directly in the stores: it takes effect on every node within {@link #HEARD_WITHIN}. */
public final class WebhookOperations {
    /** The nodes read the states once a second. */
    static final Duration HEARD_WITHIN = Duration.ofSeconds(3);

    private static final int MOST_COUNTED = 1_000_000;
    private static final Set<Integer> ALL =
            IntStream.range(0, Shards.COUNT).boxed().collect(Collectors.toUnmodifiableSet());

    private final Map<String, WebhookEndpoint> endpoints;
    private final Outbox outbox;
    private final EndpointStates states;
    private final Clock clock;

    /** @param file the text of a webhooks file; throws {@code YamlFileException} when it is not valid */
    public WebhookOperations(String file, Outbox outbox, EndpointStates states, Clock clock) {
        this.endpoints = WebhooksFile.parse(file);
        this.outbox = outbox;
        this.states = states;
        this.clock = clock;
    }

    /** One line per endpoint. */
    public CompletionStage<List<String>> list() {
        return states.all().thenCompose(this::lines);
    }

    public CompletionStage<String> pause(String name) {
        require(name);
        return states.pause(name, "by an operator", clock.instant()).thenApply(done -> name + " is paused");
    }

    public CompletionStage<String> resume(String name) {
        require(name);
        return states.resume(name).thenApply(done -> name + " is resumed");
    }

    /** Pauses the endpoint while events are marked, so that they are delivered in order. A paused endpoint stays paused. */
    public CompletionStage<String> replay(String name, Instant since) {
        WebhookEndpoint endpoint = require(name);
        return states.all().thenCompose(known -> {
            boolean wasPaused = known.getOrDefault(name, EndpointState.NEW).isPaused();
            CompletionStage<Void> paused = wasPaused
                    ? CompletableFuture.completedStage(null)
                    : states.pause(name, "during a replay", clock.instant()).thenCompose(done -> heard());
            return paused.thenCompose(done -> outbox.replay(name, endpoint.events(), since))
                    .thenCompose(
                            count -> (wasPaused ? CompletableFuture.<Void>completedStage(null) : states.resume(name))
                                    .thenApply(done -> count + " events are sent to " + name + " again"));
        });
    }

    private WebhookEndpoint require(String name) {
        WebhookEndpoint endpoint = endpoints.get(name);
        if (endpoint == null) {
            throw new IllegalArgumentException("no endpoint '" + name + "' in the webhooks file; there are "
                    + String.join(", ", endpoints.keySet()));
        }
        return endpoint;
    }

    private static CompletionStage<Void> heard() {
        CompletableFuture<Void> heard = new CompletableFuture<>();
        return heard.completeOnTimeout(null, HEARD_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    }

    private CompletionStage<List<String>> lines(Map<String, EndpointState> known) {
        CompletionStage<List<String>> lines = CompletableFuture.completedStage(new ArrayList<>());
        for (WebhookEndpoint endpoint : endpoints.values()) {
            EndpointState state = known.getOrDefault(endpoint.name(), EndpointState.NEW);
            lines = lines.thenCombine(outbox.count(endpoint.name(), ALL, MOST_COUNTED), (all, pending) -> {
                all.add(line(endpoint, state, pending));
                return all;
            });
        }
        return lines;
    }

    private static String line(WebhookEndpoint endpoint, EndpointState state, long pending) {
        return "%-20s %-40s %8d pending  %s"
                .formatted(endpoint.name(), endpoint.target().url(), pending, health(state));
    }

    private static String health(EndpointState state) {
        if (state.isPaused()) {
            return "paused since " + state.pausedAt().map(Instant::toString).orElse("?") + ": "
                    + state.paused().get();
        }
        return state.failingSince()
                .map(since ->
                        "failing since " + since + ": " + state.lastError().orElse(""))
                .orElse("working");
    }
}
