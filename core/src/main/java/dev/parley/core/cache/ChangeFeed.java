package dev.parley.core.cache;

/** Tells nodes which records have changed. Any thread; never blocks. */
public interface ChangeFeed {

    /** Announces to the other nodes a change that is stored. Never fails; repeated for nodes that cannot be reached. */
    void announce(String key);

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
