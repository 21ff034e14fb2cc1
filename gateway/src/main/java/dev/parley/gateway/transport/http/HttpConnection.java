package dev.parley.gateway.transport.http;

import dev.parley.gateway.engineio.EngineError;
import dev.parley.gateway.transport.limits.MemoryEviction;
import dev.parley.gateway.transport.limits.ProxyProtocol;
import dev.parley.gateway.transport.limits.TransportLimits;
import dev.parley.gateway.transport.limits.TrustedProxies;
import dev.parley.gateway.transport.loop.DeadlineWheel;
import dev.parley.gateway.transport.loop.LoopContext;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.AsciiString;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One HTTP connection: requests of any number of sessions, one at a time. Whatever a request needs to know is in the request
 * or in its session, never here.
 */
public final class HttpConnection extends ChannelInboundHandlerAdapter implements HttpExchange.Connection {

    private static final Logger LOG = LoggerFactory.getLogger(HttpConnection.class);

    private static final AsciiString FORWARDED_FOR = AsciiString.cached("x-forwarded-for");

    /** What is done with the requests. */
    public interface Requests {

        /** Handles a request. {@code exchange} is answered at once or later. */
        void serve(HttpConnection connection, FullHttpRequest request, HttpExchange exchange);

        /** Refuses a request that could not be decoded, and whose connection cannot be read any further. */
        void refuseLast(HttpExchange exchange, EngineError error);

        /**
         * The body of {@code request} exceeds the largest payload: its session is closed.
         *
         * @param afterwards run on {@code loop} once the session is closed, so that a client that reads the answer finds no session
         */
        void tooLarge(HttpRequest request, EventLoop loop, Runnable afterwards);

        /** A connection is closed because it made the node hold the most bytes. */
        void evicted();

        boolean allowsOriginOf(HttpRequest request);

        /** Null if several origins are allowed. */
        String presumedOrigin();

        TransportLimits limits();

        TrustedProxies proxies();
    }

    private final Requests requests;
    private final Channel channel;
    private LoopContext loop;
    private final DeadlineWheel.Entry idle = new DeadlineWheel.Entry() {
        @Override
        public void expired(long now) {
            channel.close();
        }
    };

    /** The request that is not answered yet. */
    private HttpExchange open;
    /** Run when the client aborts an open poll; null without one. */
    private Runnable pollAborted;

    public HttpConnection(Requests requests, Channel channel, LoopContext loop) {
        this.requests = requests;
        this.channel = channel;
        this.loop = loop;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        expectWithin(requests.limits().timeouts().idle());
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        loop.deadlines().cancel(idle);
    }

    private void expectWithin(Duration time) {
        loop.deadlines().set(idle, LoopContext.now() + time.toMillis());
    }

    @Override
    public boolean answered(HttpExchange exchange) {
        if (open != exchange) {
            return false;
        }
        open = null;
        pollAborted = null;
        expectWithin(requests.limits().timeouts().keepAlive());
        return channel.isActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (open != null) {
                channel.close(); // Deliberate: no client of ours pipelines, and a poll may take half a minute.
            } else if (message instanceof FullHttpRequest request) {
                loop.deadlines().cancel(idle);
                read(request);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void read(FullHttpRequest request) {
        open(request, HttpUtil.isKeepAlive(request));
        if (request.decoderResult().isFailure()) {
            requests.refuseLast(open, errorOf(request.decoderResult().cause()));
        } else {
            requests.serve(this, request, open);
        }
    }

    private static EngineError errorOf(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return EngineError.URI_TOO_LONG;
        }
        return cause instanceof TooLongHttpHeaderException ? EngineError.HEADERS_TOO_LARGE : EngineError.BAD_REQUEST;
    }

    /** The request that is being received is larger than allowed. The rest of it is read and forgotten, so that the client gets to read the answer. */
    public void refuseTooLarge(HttpRequest request) {
        if (open != null) {
            channel.close(); // as of any request before the last one is answered
            return;
        }
        open(request, true);
        open.error(EngineError.TOO_LARGE);
        expectWithin(requests.limits().timeouts().idle());
    }

    private void open(HttpRequest request, boolean keepAlive) {
        boolean takesBody = !request.method().equals(HttpMethod.HEAD);
        boolean isHttp10 = request.protocolVersion().equals(HttpVersion.HTTP_1_0);
        open = new HttpExchange(this, channel, keepAlive, isHttp10, takesBody, allowedOrigin(request));
    }

    /** Null when no page may read the response. A request that could not be decoded may have lost its origin. */
    private String allowedOrigin(HttpRequest request) {
        String origin = request.headers().get(HttpHeaderNames.ORIGIN);
        if (origin == null && request.decoderResult().isFailure()) {
            return requests.presumedOrigin();
        }
        return requests.allowsOriginOf(request) ? origin : null;
    }

    /** The address of the client that sent {@code request}. */
    public InetAddress clientAddress(HttpRequest request) {
        InetAddress source = ProxyProtocol.sourceOf(channel);
        return requests.proxies().clientAddress(source, request.headers().getAll(FORWARDED_FOR));
    }

    public Channel channel() {
        return channel;
    }

    public LoopContext loop() {
        return loop;
    }

    /**
     * Registers the connection on another event loop, between a request and its answer. {@code moved} runs there. A connection that cannot
     * be registered is closed, and {@code failed} runs.
     */
    public void moveTo(LoopContext target, Runnable moved, Runnable failed) {
        if (target == loop) {
            moved.run();
            return;
        }
        boolean isReading = channel.config().isAutoRead();
        channel.config()
                .setAutoRead(false); // Deliberate: io_uring takes a read that it has cancelled for one that is pending.
        channel.deregister().addListener(left -> target.loop().register(channel).addListener(registered -> {
            if (registered.isSuccess()) {
                loop = target;
                channel.config().setAutoRead(isReading);
                moved.run();
            } else {
                channel.close();
                failed.run();
            }
        }));
    }

    /** The open request is a poll; {@code aborted} runs when its client does not wait for the answer. */
    public void polls(Runnable aborted) {
        pollAborted = aborted;
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (pollAborted != null) {
            pollAborted.run();
        }
        open = null;
        pollAborted = null;
        loop.deadlines().cancel(idle);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == MemoryEviction.EVICTED) {
            requests.evicted();
            channel.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.debug("HTTP connection closed: {}", cause.toString());
        channel.close();
    }
}
