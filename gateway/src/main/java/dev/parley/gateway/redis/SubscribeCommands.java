package dev.parley.gateway.redis;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/** The commands that a {@link SubscribeConnection} is about to write. Subscriptions that follow each other become one command. */
final class SubscribeCommands<T> {
    /** Maximum per command. Redis serves no other client during a command. */
    static final int MAX_CHANNELS = 500;

    /** One command on the wire. */
    sealed interface Command<T> {}

    /** @param waiting for their confirmation, in order; Redis confirms each separately, and refuses them together */
    record SubscribeAll<T>(Queue<Subscribe<T>> waiting) implements Command<T> {}

    record Unsubscribe<T>(String channel) implements Command<T> {}

    record Ping<T>() implements Command<T> {}

    record Subscribe<T>(String channel, T subscription) {}

    private final int maxChannels;
    private final Queue<Object> outbox = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean flushPlanned = new AtomicBoolean();

    SubscribeCommands(int maxChannels) {
        this.maxChannels = maxChannels;
    }

    /** True when the caller must schedule a flush. Any thread. */
    boolean add(Subscribe<T> subscribe) {
        return enqueue(subscribe);
    }

    boolean add(Command<T> command) {
        return enqueue(command);
    }

    private boolean enqueue(Object item) {
        outbox.add(item);
        return flushPlanned.compareAndSet(false, true);
    }

    /** What was added until now, in order. On the event loop. */
    @SuppressWarnings("unchecked")
    List<Command<T>> drain() {
        flushPlanned.set(false);
        List<Command<T>> commands = new ArrayList<>();
        SubscribeAll<T> last = null;
        for (Object item = outbox.poll(); item != null; item = outbox.poll()) {
            if (item instanceof Subscribe<?> subscribe) {
                if (last == null || last.waiting().size() == maxChannels) {
                    last = new SubscribeAll<>(new ArrayDeque<>());
                    commands.add(last);
                }
                last.waiting().add((Subscribe<T>) subscribe);
            } else {
                last = null;
                commands.add((Command<T>) item);
            }
        }
        return commands;
    }

    static <T> ByteBuf encode(List<Command<T>> commands, ByteBufAllocator allocator) {
        ByteBuf out = allocator.buffer();
        for (Command<T> command : commands) {
            if (command instanceof SubscribeAll<T> subscribe) {
                start(out, "SSUBSCRIBE", subscribe.waiting().size());
                subscribe.waiting().forEach(each -> argument(out, each.channel()));
            } else if (command instanceof Unsubscribe<T> unsubscribe) {
                start(out, "SUNSUBSCRIBE", 1);
                argument(out, unsubscribe.channel());
            } else {
                start(out, "PING", 0);
            }
        }
        return out;
    }

    private static void start(ByteBuf out, String name, int arguments) {
        ascii(out, "*" + (arguments + 1) + "\r\n");
        argument(out, name);
    }

    private static void argument(ByteBuf out, String text) {
        ascii(out, "$" + ByteBufUtil.utf8Bytes(text) + "\r\n");
        out.writeCharSequence(text, StandardCharsets.UTF_8);
        ascii(out, "\r\n");
    }

    private static void ascii(ByteBuf out, String text) {
        out.writeCharSequence(text, StandardCharsets.US_ASCII);
    }
}
