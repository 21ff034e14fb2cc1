package dev.parley.core.cache;

import java.util.concurrent.CompletionStage;

/** Tells nodes which records have changed. Any thread; never blocks. */
public interface ChangeFeed {

    /**
     * Announces to the other nodes a change that is stored. Completes when it was sent to those that are reached, or after a second;
     * never fails. Repeated for nodes that cannot be reached.
     */
    CompletionStage<Void> announce(String key);

    /** @param listener is notified of the changes of other nodes */
    void subscribe(Listener listener);

    /** Whether this node hears of a change on another node within a second. */
    boolean isLive();

    /** Called on any thread; must neither block nor throw. */
    interface Listener {

        void changed(String key);

        /** Changes may have been missed until now. */
        void missed();
    }
}
