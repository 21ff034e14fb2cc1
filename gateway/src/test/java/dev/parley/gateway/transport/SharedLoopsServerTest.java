package dev.parley.gateway.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOClient;
import dev.parley.gateway.transport.limits.CorsPolicy;
import dev.parley.gateway.transport.limits.TransportLimits;
import dev.parley.gateway.transport.limits.TrustedProxies;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.util.List;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SharedLoopsServerTest {

    private static SocketIoPipeline pipeline() {
        return new SocketIoPipeline(
                TransportLimits.forHeap(1L << 30),
                TrustedProxies.none(),
                CorsPolicy.anyOrigin(),
                ProtocolTestServer::accepted,
                TransportMetrics.NONE);
    }

    /** The official client does not reconnect after a disconnect packet, and reconnects after any other close. */
    @Test
    void aStoppingServerSendsNoDisconnectPacket() throws Exception {
        try (var server = ProtocolTestServer.socketIo(ProtocolTestServer.freePort(), 1, pipeline())) {
            Peer.Socket socket = new Peer(server.port(), "/socket.io").socket();
            socket.next();
            socket.send("40");
            assertThat(socket.next()).startsWith("40");
            assertThat(socket.next()).contains("auth");
            server.server().stop();
            assertThat(socket.next()).isEqualTo("closed");
        }
    }

    /** Its own rooms would be a second registry, which no broadcast reads. */
    @Test
    void theLibrarysRoomsAreRefused() throws Exception {
        try (var started = ProtocolTestServer.socketIo(ProtocolTestServer.freePort(), 1, pipeline())) {
            var server = started.server();
            var clients = new LinkedBlockingQueue<SocketIOClient>();
            server.addConnectListener(clients::add);
            new Peer(started.port(), "/socket.io").joined();
            SocketIOClient client = clients.poll(20, TimeUnit.SECONDS);
            for (ThrowingCallable call : List.<ThrowingCallable>of(
                    () -> client.joinRoom("lobby"),
                    () -> client.joinRooms(Set.of("lobby")),
                    () -> client.leaveRoom("lobby"),
                    () -> server.getRoomOperations("lobby"),
                    () -> server.getNamespace("").getRoomOperations("lobby"))) {
                assertThatThrownBy(call)
                        .isInstanceOf(UnsupportedOperationException.class)
                        .hasMessageContaining("rooms.Rooms");
            }
            assertThat(client.getAllRooms()).doesNotContain("lobby");
            assertThat(server.getAllClients()).containsExactly(client);
            assertThat(server.getClient(client.getSessionId())).isSameAs(client);
        }
    }

    @Test
    void aServerThatHasNotStartedCanBeStopped() {
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        SocketIoPipeline pipeline = pipeline();
        Configuration configuration = new Configuration();
        pipeline.configure(configuration);
        SharedLoopsServer server = new SharedLoopsServer(configuration, pipeline, loops);
        assertThatNoException().isThrownBy(server::stop);
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
