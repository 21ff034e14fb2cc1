package dev.parley.gateway.eventloop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.testing.CapturedLog;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.uring.IoUring;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A listening socket while the process has no file descriptor left. */
class AcceptFailuresTest {
    @RegisterExtension
    final CapturedLog log = CapturedLog.of(AcceptFailures.class);

    @Test
    void manyFailuresAreOneLineAndAcceptingPauses() throws Exception {
        EventLoopGroup loops = IoTransport.NIO.start(1, new DefaultThreadFactory("accept-failures", true));
        try {
            Channel listening = new ServerBootstrap()
                    .group(loops)
                    .channel(IoTransport.NIO.serverChannelType())
                    .childHandler(new ChannelInboundHandlerAdapter())
                    .bind(InetAddress.getLoopbackAddress(), 0)
                    .sync()
                    .channel();
            AcceptFailures.watch(listening);
            listening
                    .eventLoop()
                    .submit(() -> {
                        for (int i = 0; i < 5; i++) {
                            listening.pipeline().fireExceptionCaught(new IOException("Too many open files"));
                        }
                        assertThat(listening.config().isAutoRead()).isFalse();
                    })
                    .sync();
            assertThat(log.warnings()).singleElement().asString().contains("Too many open files");
        } finally {
            EventLoops.stop(loops);
        }
    }

    /** A multishot accept of the kernel knows no pause: it fails thousands of times a second. In a JVM of its own, because it is set once. */
    @Test
    void withIoUringEachAcceptIsAskedFor() throws Exception {
        assumeTrue(IoTransport.IO_URING.isAvailable());
        Process gateway = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Started.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (InputStream out = gateway.getInputStream()) {
            assertThat(new String(out.readAllBytes(), StandardCharsets.US_ASCII))
                    .isEqualToIgnoringNewLines("multishot: false");
        } finally {
            gateway.destroyForcibly();
        }
    }

    /** A process that has chosen its transport, as a gateway does first. */
    static final class Started {
        public static void main(String[] args) {
            IoTransport.best();
            System.out.println("multishot: " + IoUring.isAcceptMultishotEnabled());
        }
    }
}
