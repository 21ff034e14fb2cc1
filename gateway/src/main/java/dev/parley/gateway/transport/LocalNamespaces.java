package dev.parley.gateway.transport;

import com.corundumstudio.socketio.BroadcastOperations;
import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.SocketIONamespace;
import com.corundumstudio.socketio.namespace.Namespace;
import com.corundumstudio.socketio.namespace.NamespacesHub;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The namespaces of a server. They refuse netty-socketio's own rooms, which would be a second registry that no broadcast reads. */
final class LocalNamespaces extends NamespacesHub {

    private final Map<String, Namespace> namespaces = new ConcurrentHashMap<>();
    private final Configuration configuration;

    LocalNamespaces(Configuration configuration) {
        super(configuration);
        this.configuration = configuration;
    }

    @Override
    public Namespace create(String name) {
        return namespaces.computeIfAbsent(name, same -> new WithoutRooms(same, configuration));
    }

    @Override
    public Namespace get(String name) {
        return namespaces.get(name);
    }

    @Override
    public void remove(String name) {
        Namespace removed = namespaces.remove(name);
        if (removed != null) {
            removed.getAllClients().forEach(SocketIOClient::disconnect);
        }
    }

    @Override
    public Collection<SocketIONamespace> getAllNamespaces() {
        return Set.copyOf(namespaces.values());
    }

    @Override
    public Iterable<SocketIOClient> getRoomClients(String room) {
        throw refused();
    }

    static UnsupportedOperationException refused() {
        return new UnsupportedOperationException(
                "netty-socketio's rooms are not supported; join rooms through dev.parley.gateway.rooms.Rooms");
    }

    private static final class WithoutRooms extends Namespace {
        WithoutRooms(String name, Configuration configuration) {
            super(name, configuration);
        }

        @Override
        public void joinRoom(String room, UUID socketId) {
            throw refused();
        }

        @Override
        public void joinRooms(Set<String> rooms, UUID socketId) {
            throw refused();
        }

        @Override
        public void leaveRoom(String room, UUID socketId) {
            throw refused();
        }

        @Override
        public void leaveRooms(Set<String> rooms, UUID socketId) {
            throw refused();
        }

        @Override
        public BroadcastOperations getRoomOperations(String room) {
            throw refused();
        }

        @Override
        public BroadcastOperations getRoomOperations(String... rooms) {
            throw refused();
        }

        @Override
        public Iterable<SocketIOClient> getRoomClients(String room) {
            throw refused();
        }
    }
}
