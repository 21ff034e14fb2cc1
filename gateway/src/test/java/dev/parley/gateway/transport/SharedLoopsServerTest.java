package dev.parley.gateway.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import com.corundumstudio.socketio.Configuration;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.util.concurrent.TimeUnit;
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

    /** The official client stays away from a server that has sent it away, and comes back after any other end. */
    @Test
    void whoIsThereWhenTheServerStopsIsNotSentAwayForGood() throws Exception {
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
