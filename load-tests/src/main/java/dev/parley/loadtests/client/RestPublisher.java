package dev.parley.loadtests.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/**
 * Another back-end service: {@code POST /api/notifications/emit} over a few persistent connections, one request at a time on
 * each. A user's requests always take the same connection, so they stay in order.
 */
public final class RestPublisher implements Publisher {

    private final List<Connection> connections;

    private RestPublisher(List<Connection> connections) {
        this.connections = connections;
    }

    /** @param ports of the nodes' REST listeners, over which the connections are spread evenly */
    public static CompletableFuture<RestPublisher> connect(LoadClient client, List<Integer> ports, int perNode) {
        List<Connection> connections = new ArrayList<>();
        CompletableFuture<?> all = CompletableFuture.completedFuture(null);
        for (int i = 0; i < perNode; i++) {
            for (int port : ports) {
                Connection connection = new Connection(port);
                connections.add(connection);
                CompletableFuture<Channel> opened = client.open(port, () -> connection);
                all = all.thenCombine(opened, (before, channel) -> channel);
            }
        }
        return all.thenApply(ready -> new RestPublisher(connections));
    }

    @Override
    public void publish(String userId, String notification) {
        int slot = Math.floorMod(userId.hashCode(), connections.size());
        connections.get(slot).post("{\"userId\":\"" + userId + "\",\"notification\":" + notification + "}");
    }

    @Override
    public void flush() {
        // Deliberate: a request leaves as soon as its connection is free.
    }

    @Override
    public void close() {
        connections.forEach(Connection::close);
    }

    private static final class Connection extends ChannelInboundHandlerAdapter {

        private final String head;
        private final Queue<String> queue = new ArrayDeque<>();
        private final StringBuilder response = new StringBuilder();
        private Channel channel;
        private boolean isBusy;

        Connection(int port) {
            this.head = "POST /api/notifications/emit HTTP/1.1\r\nHost: 127.0.0.1:" + port
                    + "\r\nContent-Type: application/json\r\nContent-Length: ";
        }

        void post(String body) {
            queue.add(body);
            sendNext();
        }

        private void sendNext() {
            if (isBusy || queue.isEmpty()) {
                return;
            }
            isBusy = true;
            String body = queue.remove();
            String request = head + body.length() + "\r\n\r\n" + body;
            channel.writeAndFlush(Unpooled.copiedBuffer(request, StandardCharsets.US_ASCII), channel.voidPromise());
        }

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            channel = ctx.channel();
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) throws IOException {
            ByteBuf in = (ByteBuf) message;
            response.append(in.toString(StandardCharsets.US_ASCII));
            in.release();
            if (HttpResponses.isComplete(response)) {
                HttpResponses.requireSuccess(response);
                response.setLength(0);
                isBusy = false;
                sendNext();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            cause.printStackTrace();
            ctx.close();
        }

        void close() {
            channel.close();
        }
    }
}
