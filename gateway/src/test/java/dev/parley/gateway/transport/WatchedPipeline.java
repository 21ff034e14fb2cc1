package dev.parley.gateway.transport;

import com.corundumstudio.socketio.Configuration;
import dev.parley.gateway.transport.limits.CorsPolicy;
import dev.parley.gateway.transport.limits.TransportLimits;
import dev.parley.gateway.transport.limits.TrustedProxies;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The pipeline of production, with compression, that knows its connections. */
final class WatchedPipeline extends SocketIoPipeline {

    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final Set<EventLoop> loops = ConcurrentHashMap.newKeySet();

    WatchedPipeline(TransportLimits limits, TransportMetrics metrics) {
        super(limits, TrustedProxies.none(), CorsPolicy.anyOrigin(), ProtocolTestServer::accepted, metrics);
    }

    @Override
    public void configure(Configuration configuration) {
        super.configure(configuration);
        configuration.setWebsocketCompression(true);
    }

    @Override
    protected void initChannel(Channel channel) throws Exception {
        super.initChannel(channel);
        loops.add(channel.eventLoop());
        channels.add(channel);
    }

    int openChannels() {
        return channels.size();
    }

    Set<EventLoop> webSocketLoops() {
        return channels.stream()
                .filter(Channel::isActive)
                .filter(channel -> channel.pipeline().get(WebSocketConnection.class) != null)
                .map(Channel::eventLoop)
                .collect(Collectors.toSet());
    }

    Set<EventLoop> loops() {
        return loops;
    }
}
