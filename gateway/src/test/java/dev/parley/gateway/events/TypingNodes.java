package dev.parley.gateway.events;

import dev.parley.core.id.UserId;
import dev.parley.presence.TypingRegistry;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A typing registry in which a test sets the users that type on other nodes. */
final class TypingNodes implements TypingRegistry {
    final Set<UserId> typingOnAnotherNode = new HashSet<>();

    @Override
    public CompletionStage<Void> started(Typist typist, Duration expiry) {
        // this node knows itself
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Boolean> stopped(Typist typist) {
        return CompletableFuture.completedFuture(!typingOnAnotherNode.contains(typist.user()));
    }

    @Override
    public CompletionStage<List<Typist>> takeExpired() {
        return CompletableFuture.completedFuture(List.of());
    }
}
