package dev.parley.gateway.ops;

import dev.parley.gateway.metrics.CommandTimers;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.redisson.client.NettyHook;
import org.redisson.client.protocol.CommandData;
import org.redisson.client.protocol.CommandsData;
import org.redisson.client.protocol.RedisCommands;

/** Measures the duration of Redis commands, those in flight, refusals and open connections; a handler in each pipeline of Redisson. */
public final class RedisMeters implements NettyHook {
    private final CommandTimers timers;
    private final RedisRefusals refusals;
    private final LongSupplier nanoClock;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();

    public RedisMeters(MeterRegistry registry, LongSupplier nanoClock) {
        this.timers = new CommandTimers(
                registry, "parley.redis.commands", "Redis commands, from writing to the answer; a batch counts as one");
        this.refusals = new RedisRefusals(registry, nanoClock);
        this.nanoClock = nanoClock;
        Gauge.builder("parley.redis.connections", connections, AtomicInteger::get)
                .description("Connections to Redis that are open")
                .register(registry);
        Gauge.builder("parley.redis.commands.waiting", underWay, AtomicInteger::get)
                .description("Redis commands that wait for their answer")
                .register(registry);
    }

    @Override
    public void afterBoostrapInitialization(Bootstrap bootstrap) {}

    @Override
    public void afterChannelInitialization(Channel channel) {
        channel.pipeline().addLast(new Probe());
    }

    private void time(String command, CompletableFuture<?> answered) {
        long sent = nanoClock.getAsLong();
        underWay.incrementAndGet();
        answered.whenComplete((answer, failure) -> {
            underWay.decrementAndGet();
            timers.record(command, failure == null, nanoClock.getAsLong() - sent);
            if (failure != null) {
                refusals.note(failure);
            }
        });
    }

    /** The error with which Redis refused a write in the last five seconds. */
    public Optional<String> refusedWrites() {
        return refusals.ofWrites();
    }

    private final class Probe extends ChannelDuplexHandler {

        @Override
        public void channelActive(ChannelHandlerContext context) throws Exception {
            connections.incrementAndGet();
            context.channel().closeFuture().addListener(closed -> connections.decrementAndGet());
            super.channelActive(context);
        }

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
            if (message instanceof CommandData<?, ?> command && isAnswered(command)) {
                time(command.getCommand().getName(), command.getPromise());
            } else if (message instanceof CommandsData batch) {
                time("batch", batch.getPromise());
            }
            super.write(context, message, promise);
        }

        /** Redis confirms a subscription by a message of its own kind, which completes no command. */
        private boolean isAnswered(CommandData<?, ?> command) {
            return !RedisCommands.PUBSUB_COMMANDS.contains(command.getCommand().getName());
        }
    }
}
