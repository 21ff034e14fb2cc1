package dev.parley.core.mongo;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The one place where reactive streams become futures; nothing above it imports reactor. Every operation has a deadline,
 * and every stage fails with {@code StorageException} and nothing else.
 */
final class Publishers {
    /** For one operation, whatever it waits for: a server, a connection, an answer. */
    static final Duration DEADLINE = Duration.ofSeconds(3);

    private Publishers() {}

    /** Starts the publisher and completes with its first element. */
    static <T> CompletionStage<Optional<T>> first(Publisher<T> publisher) {
        return Mono.from(publisher)
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .timeout(DEADLINE)
                .onErrorMap(MongoFailures::asStorage)
                .toFuture();
    }

    /** Starts the publisher and completes with its only element, such as a write's result. */
    static <T> CompletionStage<T> one(Publisher<T> publisher) {
        return Mono.from(publisher)
                .timeout(DEADLINE)
                .onErrorMap(MongoFailures::asStorage)
                .toFuture();
    }

    /** Starts the publisher and completes with everything it has: for queries with a limit. */
    static <T> CompletionStage<List<T>> all(Publisher<T> publisher) {
        return Flux.from(publisher)
                .collectList()
                .timeout(DEADLINE)
                .onErrorMap(MongoFailures::asStorage)
                .toFuture();
    }
}
