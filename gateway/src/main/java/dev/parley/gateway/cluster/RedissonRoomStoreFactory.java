package dev.parley.gateway.cluster;

import com.corundumstudio.socketio.handler.AuthorizeHandler;
import com.corundumstudio.socketio.handler.ClientHead;
import com.corundumstudio.socketio.namespace.NamespacesHub;
import com.corundumstudio.socketio.protocol.JsonSupport;
import com.corundumstudio.socketio.store.MemoryPubSubStore;
import com.corundumstudio.socketio.store.Store;
import com.corundumstudio.socketio.store.StoreFactory;
import com.corundumstudio.socketio.store.pubsub.PubSubStore;
import dev.parley.gateway.rooms.LocalRooms;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Replaces the Redisson stores of netty-socketio: no session is stored in Redis, and the library does not announce joins, leaves or
 * dispatches to other nodes. Rooms are {@link LocalRooms}, their channels {@link ChannelSubscriptions}, on the one
 * {@link RedisConnection}.
 */
public final class RedissonRoomStoreFactory implements StoreFactory {
    private static final Store NOTHING_STORED = new NothingStored();

    private final PubSubStore silence = new MemoryPubSubStore();

    /** For the library's notices of joins and leaves, which have no listeners. */
    @Override
    public PubSubStore pubSubStore() {
        return silence;
    }

    @Override
    public <K, V> Map<K, V> createMap(String name) {
        return new ConcurrentHashMap<>();
    }

    /** One for all sessions: a session's state is kept by the transport. */
    @Override
    public Store createStore(UUID sessionId) {
        return NOTHING_STORED;
    }

    @Override
    public void init(NamespacesHub namespaces, AuthorizeHandler authorizeHandler, JsonSupport jsonSupport) {
        // no notices from other nodes to subscribe to
    }

    @Override
    public void shutdown() {
        // the connection belongs to the node, which stops it
    }

    @Override
    public void onDisconnect(ClientHead client) {
        // nothing was stored
    }

    @Override
    public String toString() {
        return "a Redis channel per room";
    }

    private static final class NothingStored implements Store {
        @Override
        public void set(String key, Object value) {
            throw new UnsupportedOperationException("attach it to the session instead");
        }

        @Override
        public <T> T get(String key) {
            return null;
        }

        @Override
        public boolean has(String key) {
            return false;
        }

        @Override
        public void del(String key) {
            // nothing is there
        }
    }
}
