package dev.parley.core.testing;

import dev.parley.core.cache.ChangeFeed;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** The feeds of several nodes in one process: what one announces, the others hear at once. */
public final class SharedFeed {
    private final List<Node> nodes = new CopyOnWriteArrayList<>();

    public Node node() {
        Node node = new Node();
        nodes.add(node);
        return node;
    }

    /** The feed of one node. */
    public final class Node implements ChangeFeed {
        private final List<Listener> listeners = new CopyOnWriteArrayList<>();
        private volatile boolean live = true;

        /** While it is not live, it misses what others announce. */
        public void live(boolean isLive) {
            live = isLive;
            if (isLive) {
                listeners.forEach(Listener::missed);
            }
        }

        @Override
        public CompletionStage<Void> announce(String key) {
            nodes.stream()
                    .filter(node -> node != this && node.live)
                    .forEach(node -> node.listeners.forEach(listener -> listener.changed(key)));
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void subscribe(Listener listener) {
            listeners.add(listener);
        }

        @Override
        public boolean isLive() {
            return live;
        }
    }
}
