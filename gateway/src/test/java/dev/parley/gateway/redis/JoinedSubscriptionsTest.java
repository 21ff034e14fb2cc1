package dev.parley.gateway.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelFuture;
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
import org.redisson.client.ChannelName;
import org.redisson.client.RedisException;
import org.redisson.client.protocol.CommandData;
import org.redisson.client.protocol.RedisCommand;
import org.redisson.client.protocol.RedisCommands;

class JoinedSubscriptionsTest {
    private final DefaultEventExecutor loop = new DefaultEventExecutor();
    private final EmbeddedChannel connection = new EmbeddedChannel();

    @BeforeEach
    @SuppressWarnings("deprecation") // a loop of its own, since the channel's runs its tasks at every write
    void connect() {
        connection.pipeline().addLast(loop, new JoinedSubscriptions());
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

    @Test
    void theirTurnInRedissonsQueueHasComeWhenTheyAreWrittenAgain() {
        inOnePass(subscribe("a"), subscribe("b"));
        CommandData<?, ?> joined = connection.readOutbound();

        inOnePass(joined, subscribe("c"));

        assertThat(sent()).containsExactly("SSUBSCRIBE [a, b]", "SSUBSCRIBE [c]");
    }

    @Test
    void veryManyAreSeveralCommands() {
        inOnePass(IntStream.range(0, JoinedSubscriptions.AT_ONCE + 1)
                .mapToObj(i -> subscribe("" + i))
                .toArray(CommandData[]::new));

        assertThat(sent()).hasSize(2).last().isEqualTo("SSUBSCRIBE [" + JoinedSubscriptions.AT_ONCE + "]");
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
        List<String> sent = new ArrayList<>();
        for (CommandData<?, ?> next = connection.readOutbound(); next != null; next = connection.readOutbound()) {
            sent.add(next.getCommand().getName() + " " + List.of(next.getParams()));
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
