package dev.parley.loadtests.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/**
 * Another member of the cluster: publishes what a Socket.IO server with the sharded Redis adapter publishes for
 * {@code io.to(room).emit(event, ...)}.
 */
public final class PeerPublisher implements Publisher {

    private final Channel redis;
    private final String event;

    private PeerPublisher(Channel redis, String event) {
        this.redis = redis;
        this.event = event;
    }

    public static CompletableFuture<PeerPublisher> connect(LoadClient client, int redisPort, String event) {
        return client.open(redisPort, RepliesIgnored::new).thenApply(redis -> new PeerPublisher(redis, event));
    }

    @Override
    public void publish(String userId, String notification) {
        String room = "notifications_" + userId;
        String frame = "{\"uid\":\"bench-peer\",\"nsp\":\"/\",\"type\":3,\"data\":{\"opts\":{\"rooms\":[\"" + room
                + "\"],\"except\":[],\"flags\":{}},\"packet\":{\"type\":2,\"data\":[\"" + event + "\","
                + notification
                + "],\"nsp\":\"/\"}}}";
        String channel = "socket.io#/#" + room + "#";
        String command = "*3\r\n$8\r\nSPUBLISH\r\n$" + channel.length() + "\r\n" + channel + "\r\n$" + frame.length()
                + "\r\n" + frame + "\r\n";
        redis.write(Unpooled.copiedBuffer(command, StandardCharsets.US_ASCII), redis.voidPromise());
    }

    @Override
    public void flush() {
        redis.flush();
    }

    @Override
    public void close() {
        redis.close();
    }

    /** Discards the replies of Redis: deliveries are counted at the members. */
    private static final class RepliesIgnored extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ((ByteBuf) message).release();
        }
    }
}
