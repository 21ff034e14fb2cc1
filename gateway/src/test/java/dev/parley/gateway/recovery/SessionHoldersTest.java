package dev.parley.gateway.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.gateway.rooms.RecordingSocket;
import dev.parley.gateway.transport.SocketHandle;
import dev.parley.testing.Waiting;
import io.netty.channel.DefaultEventLoop;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionHoldersTest {
    private final DefaultEventLoop loop = new DefaultEventLoop();
    private final List<SocketHandle> closed = new CopyOnWriteArrayList<>();
    private final SessionHolders holders = new SessionHolders((socket, wholeConnection) -> closed.add(socket));

    @AfterEach
    void stop() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    @Test
    void theSocketWithTheSecretIsClosedAndNoOther() {
        var first = RecordingSocket.websocket("first", loop);
        var second = RecordingSocket.websocket("second", loop);
        holders.add("secret-1", first);
        holders.add("secret-2", second);

        holders.disconnectPending(SessionHolders.socketOf("secret-1").rooms());
        holders.disconnectPending(List.of("secret-2", "chat"));
        holders.disconnectPending(List.of());

        Waiting.until("the first is closed", () -> closed.contains(first));
        assertThat(closed).containsExactly(first);
    }

    @Test
    void aSocketThatIsGoneIsNotClosed() {
        var first = RecordingSocket.websocket("first", loop);
        holders.add("secret-1", first);
        holders.remove("secret-1");

        holders.disconnectPending(SessionHolders.socketOf("secret-1").rooms());

        assertThat(closed).isEmpty();
    }
}
