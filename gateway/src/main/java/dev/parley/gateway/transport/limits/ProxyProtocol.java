package dev.parley.gateway.transport.limits;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.ProtocolDetectionState;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.util.AttributeKey;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * The PROXY protocol, versions 1 and 2: a trusted proxy may begin a connection with a header that names the address of its client. A
 * connection without one is served as it is.
 */
public final class ProxyProtocol {
    private static final AttributeKey<InetAddress> CLIENT = AttributeKey.valueOf("parley.client-address");

    private ProxyProtocol() {}

    /** Called before anything was read from {@code channel}. */
    public static void install(Channel channel, TrustedProxies proxies) {
        if (!proxies.isEmpty() && proxies.isTrusted(peerOf(channel))) {
            channel.pipeline().addFirst(new Detector());
        }
    }

    /** The address of the client that a header named, else of the other end of the connection. */
    public static InetAddress sourceOf(Channel channel) {
        InetAddress named = channel.hasAttr(CLIENT) ? channel.attr(CLIENT).get() : null;
        return named == null ? peerOf(channel) : named;
    }

    private static InetAddress peerOf(Channel channel) {
        return ((InetSocketAddress) channel.remoteAddress()).getAddress();
    }

    /** Looks at the first bytes of a connection, then leaves the pipeline. */
    private static final class Detector extends ByteToMessageDecoder {
        @Override
        protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
            ProtocolDetectionState state =
                    HAProxyMessageDecoder.detectProtocol(in).state();
            if (state == ProtocolDetectionState.NEEDS_MORE_DATA) {
                return;
            }
            ChannelPipeline pipeline = ctx.pipeline();
            if (state == ProtocolDetectionState.DETECTED) {
                pipeline.addAfter(ctx.name(), null, new HeaderReader());
                pipeline.addAfter(ctx.name(), null, new HAProxyMessageDecoder());
            }
            pipeline.remove(this);
        }
    }

    private static final class HeaderReader extends SimpleChannelInboundHandler<HAProxyMessage> {
        /** A header without a source, as of a proxy's health check, leaves the address as it is. */
        @Override
        protected void channelRead0(ChannelHandlerContext ctx, HAProxyMessage header) {
            String source = header.sourceAddress();
            InetAddress client = source == null ? null : NetUtil.createInetAddressFromIpAddressString(source);
            if (client != null) {
                ctx.channel().attr(CLIENT).set(client);
            }
            ctx.pipeline().remove(this);
        }
    }
}
