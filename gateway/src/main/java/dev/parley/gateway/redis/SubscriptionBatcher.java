package dev.parley.gateway.redis;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.util.concurrent.PromiseNotifier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.redisson.client.protocol.CommandData;
import org.redisson.client.protocol.RedisCommand;
import org.redisson.client.protocol.RedisCommands;

/**
 * Joins the SSUBSCRIBE commands of one event-loop pass into one. After a loss Redisson subscribes to one channel after the other,
 * and waits for each answer: with as many round trips as there are rooms, live events would be missing for seconds. The last
 * handler of a connection, so the first to see a command; not on a Cluster, where one command may name channels of one slot only.
 */
final class SubscriptionBatcher extends ChannelOutboundHandlerAdapter {
    /** In one command: Redis answers nobody else meanwhile. */
    static final int AT_ONCE = 500;

    private record Waiting(CommandData<?, ?> command, ChannelPromise written) {}

    private final List<Waiting> waiting = new ArrayList<>();
    /** Redisson queues a command below, and writes it once more from here when its turn comes. */
    private final Set<CommandData<?, ?>> queued = Collections.newSetFromMap(new IdentityHashMap<>());

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise written) {
        if (message instanceof CommandData<?, ?> command
                && command.getCommand() == RedisCommands.SSUBSCRIBE
                && !queued.remove(command)) {
            if (waiting.isEmpty()) {
                context.executor().execute(() -> send(context));
            }
            waiting.add(new Waiting(command, written));
        } else {
            writeWaiting(context);
            context.write(message, written);
        }
    }

    private void send(ChannelHandlerContext context) {
        writeWaiting(context);
        context.flush();
    }

    /**
     * What came before another command is written before it: it may be the end of one of these subscriptions. Deliberate: nothing
     * waits any more when the first is written, since Redisson's queue writes it once more from within.
     */
    private void writeWaiting(ChannelHandlerContext context) {
        List<Waiting> all = List.copyOf(waiting);
        waiting.clear();
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            write(context, all.subList(from, Math.min(from + AT_ONCE, all.size())));
        }
    }

    private void write(ChannelHandlerContext context, List<Waiting> joined) {
        Waiting first = joined.get(0);
        if (joined.size() == 1) {
            queue(context, first.command(), first.written());
            return;
        }
        CompletableFuture<Object> answer = new CompletableFuture<>();
        answer.whenComplete((done, failure) -> joined.forEach(each -> answer(each.command(), failure)));
        ChannelPromise written = context.newPromise();
        written.addListener(new PromiseNotifier<>(
                false, joined.stream().map(Waiting::written).toArray(ChannelPromise[]::new)));
        Object[] channels = joined.stream()
                .flatMap(each -> Stream.of(each.command().getParams()))
                .toArray();
        RedisCommand<Object> subscribe = RedisCommands.SSUBSCRIBE;
        queue(
                context,
                new CommandData<>(answer, first.command().getMessageDecoder(), null, subscribe, channels),
                written);
    }

    private void queue(ChannelHandlerContext context, CommandData<?, ?> command, ChannelPromise written) {
        queued.add(command);
        context.write(command, written);
    }

    private static void answer(CommandData<?, ?> command, Throwable failure) {
        if (failure == null) {
            command.getPromise().complete(null);
        } else {
            command.tryFailure(failure);
        }
    }
}
