package dev.parley.loadtests.messages;

import dev.parley.loadtests.client.FixedRate;
import io.netty.channel.EventLoop;
import java.util.List;

/**
 * Lets users write at a fixed rate, whether or not they are connected, and reload their page now and then, so that a new node gets its
 * share of them.
 */
final class PacedUsers {

    /** Of all users, each second. */
    private static final double RELOADS = 0.01;
    /** A prime, so that neighbours do not reload one after the other. */
    private static final long STRIDE = 7919;

    private final List<SimulatedUser> users;
    private final double messagesPerSecond;
    private final FixedRate messages;
    private final FixedRate reloads;
    private long due;

    private PacedUsers(EventLoop loop, List<SimulatedUser> users, double messagesPerSecond) {
        this.users = users;
        this.messagesPerSecond = messagesPerSecond;
        this.messages = FixedRate.start(loop, messagesPerSecond, this::send);
        this.reloads = FixedRate.start(loop, RELOADS * users.size(), this::reload);
    }

    static PacedUsers start(EventLoop loop, List<SimulatedUser> users, double messagesPerSecond) {
        return new PacedUsers(loop, users, messagesPerSecond);
    }

    /** Two of three messages are from the client, who also writes first. */
    private void send(long number, long dueAt) {
        int chats = users.size() / 2;
        int side = number / chats % 3 == 2 ? 1 : 0;
        users.get((int) (2 * (number % chats) + side)).send((int) (number / messagesPerSecond), dueAt);
        due++;
    }

    private void reload(long number, long dueAt) {
        users.get((int) (number * STRIDE % users.size())).reload();
    }

    /** When the first message was due, by {@link System#nanoTime}. */
    long startedAt() {
        return messages.startedAt();
    }

    /** @return how many messages were due */
    long stop() {
        messages.stop();
        reloads.stop();
        return due;
    }
}
