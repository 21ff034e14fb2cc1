package dev.parley.gateway.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.logging.OncePerMinute;
import dev.parley.testing.CapturedLog;
import dev.parley.testing.Waiting;
import io.netty.resolver.DefaultAddressResolverGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.redisson.client.RedisClient;
import org.redisson.client.RedisClientConfig;

/** Connections to something that accepts and resets them, such as a proxy before a Redis that is down. */
class SubscribeConnectionTest {
    @RegisterExtension
    final CapturedLog log = CapturedLog.of(SubscribeConnection.class);

    private ServerSocket proxy;
    private RedisClient client;

    @BeforeEach
    void start() throws IOException {
        proxy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        RedisClientConfig config = new RedisClientConfig();
        config.setAddress("redis://127.0.0.1:" + proxy.getLocalPort());
        config.setResolverGroup(DefaultAddressResolverGroup.INSTANCE);
        client = RedisClient.create(config);
    }

    @AfterEach
    void stop() throws IOException {
        client.shutdown();
        proxy.close();
    }

    @Test
    void manyResetsAreOneLine() throws Exception {
        AtomicInteger closed = new AtomicInteger();
        OncePerMinute failures = new OncePerMinute(() -> 0);
        for (int i = 1; i <= 5; i++) {
            var opening = SubscribeConnection.open(client, false, failures, new ClosedCounter(closed));
            try (Socket accepted = proxy.accept()) {
                opening.toCompletableFuture().join();
                accepted.setSoLinger(true, 0);
            }
            int expected = i;
            Waiting.until("the connection is closed", () -> closed.get() == expected);
        }
        assertThat(log.warnings()).as("warnings of the same minute").hasSize(1);
    }

    private record ClosedCounter(AtomicInteger closed) implements SubscribeConnection.Listener<String> {
        @Override
        public void message(String channel, byte[] value) {
            throw new AssertionError("nothing is sent");
        }

        @Override
        public void confirmed(SubscribeConnection<String> connection, String subscription) {
            throw new AssertionError("nothing is confirmed");
        }

        @Override
        public void refused(SubscribeConnection<String> connection, String subscription, String error) {
            throw new AssertionError("nothing is refused");
        }

        @Override
        public void ended(SubscribeConnection<String> connection, String channel) {
            throw new AssertionError("nothing is ended");
        }

        @Override
        public void closed(SubscribeConnection<String> connection) {
            closed.incrementAndGet();
        }
    }
}
