package dev.parley.gateway.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.DefaultEventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.redisson.client.ChannelName;
import org.redisson.client.RedisException;
import org.redisson.client.protocol.CommandData;
import org.redisson.client.protocol.RedisCommand;
import org.redisson.client.protocol.RedisCommands;

class SubscriptionBatcherTest {
    private final DefaultEventExecutor loop = new DefaultEventExecutor();
    private final EmbeddedChannel connection = new EmbeddedChannel();

    @BeforeEach
    @SuppressWarnings("deprecation") // a loop of its own, since the channel's runs its tasks at every write
    void connect() {
        connection.pipeline().addLast(loop, new SubscriptionBatcher());
    }

    @AfterEach
    void end() {
        loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
    }

    @Test
    void subscriptionsOfOnePassAreOneCommand() {
        inOnePass(subscribe("a"), subscribe("b"), subscribe("c"));

        assertThat(sent()).containsExactly("SSUBSCRIBE [a, b, c]");
    }

    @Test
    void subscriptionsOfTwoPassesAreTwoCommands() {
        inOnePass(subscribe("a"));
        inOnePass(subscribe("b"));

        assertThat(sent()).containsExactly("SSUBSCRIBE [a]", "SSUBSCRIBE [b]");
    }

    @Test
    void anotherCommandKeepsItsPlace() {
        inOnePass(subscribe("a"), subscribe("b"), command(RedisCommands.SUNSUBSCRIBE, "a"), subscribe("a"));

        assertThat(sent()).containsExactly("SSUBSCRIBE [a, b]", "SUNSUBSCRIBE [a]", "SSUBSCRIBE [a]");
    }

    /** As Redisson's queue does it: what it is given it writes from the end of the pipeline when its turn has come. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, SubscriptionBatcher.AT_ONCE + 1})
    void whatIsWrittenOnceMoreFromWithinIsSentOnce(int channels) {
        connection.pipeline().addFirst(new Requeue());

        inOnePass(IntStream.range(0, channels).mapToObj(i -> subscribe("" + i)).toArray(CommandData[]::new));

        assertThat(channelsOf(sentCommands())).hasSize(channels).doesNotHaveDuplicates();
    }

    private static final class Requeue extends ChannelOutboundHandlerAdapter {
        private Object current;

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            if (message == current) {
                context.write(message, promise);
            } else {
                current = message;
                context.channel().writeAndFlush(message, promise);
            }
        }
    }

    @Test
    void veryManyAreSeveralCommands() {
        inOnePass(IntStream.range(0, SubscriptionBatcher.AT_ONCE + 1)
                .mapToObj(i -> subscribe("" + i))
                .toArray(CommandData[]::new));

        assertThat(sent()).hasSize(2).last().isEqualTo("SSUBSCRIBE [" + SubscriptionBatcher.AT_ONCE + "]");
    }

    @Test
    void everybodyLearnsWhatBecameOfIt() {
        CommandData<?, ?> first = subscribe("a");
        CommandData<?, ?> second = subscribe("b");
        List<ChannelFuture> written = inOnePass(first, second);
        CommandData<?, ?> joined = connection.readOutbound();

        joined.tryFailure(new RedisException("not now"));

        assertThat(written).allMatch(ChannelFuture::isSuccess);
        assertThat(first.getPromise()).isCompletedExceptionally();
        assertThat(second.getPromise()).isCompletedExceptionally();
    }

    @Test
    void whatCannotBeWrittenFailsForEverybody() {
        connection.close();

        assertThat(inOnePass(subscribe("a"), subscribe("b"))).allMatch(written -> written.cause() != null);
    }

    private List<ChannelFuture> inOnePass(CommandData<?, ?>... commands) {
        List<ChannelFuture> written = new ArrayList<>();
        loop.submit(() -> Stream.of(commands).map(connection::write).forEach(written::add))
                .syncUninterruptibly();
        loop.submit(() -> {}).syncUninterruptibly();
        return written;
    }

    private List<String> sent() {
        return sentCommands().stream()
                .map(each -> each.getCommand().getName() + " " + List.of(each.getParams()))
                .toList();
    }

    private static List<Object> channelsOf(List<CommandData<?, ?>> commands) {
        return commands.stream().flatMap(each -> Stream.of(each.getParams())).toList();
    }

    private List<CommandData<?, ?>> sentCommands() {
        List<CommandData<?, ?>> sent = new ArrayList<>();
        for (CommandData<?, ?> next = connection.readOutbound(); next != null; next = connection.readOutbound()) {
            sent.add(next);
        }
        return sent;
    }

    private static CommandData<?, ?> subscribe(String channel) {
        return command(RedisCommands.SSUBSCRIBE, channel);
    }

    private static CommandData<?, ?> command(RedisCommand<Object> command, String channel) {
        return new CommandData<>(
                new CompletableFuture<>(), null, null, command, new Object[] {new ChannelName(channel)});
    }
}
