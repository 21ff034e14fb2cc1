package dev.parley.gateway.outgoing;

import dev.parley.core.endpoint.Target;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/**
 * Sends JSON by POST on an event loop of its own. Redirects are not followed. Of a response the beginning is read; a connection whose
 * response is longer or slower is closed. The threads start with the first request.
 */
public final class OutgoingClient {
    /** Bytes of a response that are read. */
    public static final int MAX_REPLY = 65_536;

    private static final Duration REPLY_WITHIN = Duration.ofSeconds(2);
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final int CONNECT_MILLIS = 3_000;
    private static final int DNS_MILLIS = 2_000;
    /** To one host; the callers bound what waits. */
    private static final int CONNECTIONS = 128;

    private final LoopResources loops;
    private final ConnectionProvider connections;
    private final AddressResolverGroup<InetSocketAddress> resolvers;
    private final HttpClient toAny;
    private final HttpClient toPublic;
    private final Clock clock;

    /** @param name of the threads */
    public OutgoingClient(String name, Clock clock) {
        this.clock = clock;
        this.loops = LoopResources.create(name, 1, true);
        this.connections = ConnectionProvider.builder(name)
                .maxConnections(CONNECTIONS)
                .maxIdleTime(IDLE)
                .build();
        this.resolvers = new DnsAddressResolverGroup(new DnsNameResolverBuilder()
                .datagramChannelType(NioDatagramChannel.class)
                .socketChannelType(NioSocketChannel.class)
                .queryTimeoutMillis(DNS_MILLIS));
        HttpClient client = HttpClient.create(connections)
                .runOn(loops, false)
                .followRedirect(false)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .headers(headers ->
                        headers.set("Content-Type", "application/json").set("User-Agent", "Parley"));
        this.toAny = client.resolver(resolvers);
        this.toPublic = client.resolver(new PublicResolvers(resolvers));
    }

    /** Fails with {@code TimeoutException} when there is no status in time, and with what the connection failed with. */
    public CompletionStage<OutgoingReply> post(
            Target target, Map<String, String> headers, byte[] body, Duration timeout) {
        HttpClient client = target.allowPrivate() ? toAny : toPublic;
        return client.headers(all -> headers.forEach(all::set))
                .post()
                .uri(target.url())
                .send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(body)))
                .response(this::reply)
                .next()
                .timeout(timeout)
                .toFuture();
    }

    /** May be called twice. */
    public void stop() {
        connections.dispose();
        resolvers.close();
        loops.dispose();
    }

    private Publisher<OutgoingReply> reply(HttpClientResponse response, ByteBufFlux content) {
        return content.asByteArray()
                .takeUntil(upTo(MAX_REPLY))
                .take(REPLY_WITHIN)
                .onErrorResume(lost -> Flux.empty())
                .collectList()
                .map(chunks -> new OutgoingReply(
                        response.status().code(),
                        RetryAfter.parse(response.responseHeaders().get("Retry-After"), clock.instant()),
                        joined(chunks)));
    }

    private static Predicate<byte[]> upTo(int most) {
        int[] read = new int[1];
        return chunk -> (read[0] += chunk.length) >= most;
    }

    private static byte[] joined(List<byte[]> chunks) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] chunk : chunks) {
            body.write(chunk, 0, Math.min(chunk.length, MAX_REPLY - body.size()));
        }
        return body.toByteArray();
    }
}
