package dev.parley.loadtests.fanout;

import dev.parley.loadtests.client.LoadClient;
import dev.parley.loadtests.client.LoadSocket;
import dev.parley.loadtests.client.Publisher;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/** Publishes to the rooms of one contender and counts what their members hear. */
final class FanOutRun {

    /** Messages of one room in flight when saturated: enough to keep the servers busy, too few to overflow a queue. */
    private static final int WINDOW = 16;

    private static final long TICK_MICROS = 1000;

    private final LoadClient client;
    private final List<RoomFeed> feeds = new ArrayList<>();
    private final List<LoadSocket> sockets = new ArrayList<>();
    private final Histogram latency = new Histogram(TimeUnit.MINUTES.toNanos(1), 3);
    private Publisher publisher;
    private boolean isSaturating;
    private boolean isFlushDue;
    private boolean timesDeliveries;
    private long outOfOrder;
    private long resyncs;
    private ScheduledFuture<?> ticker;

    FanOutRun(LoadClient client) {
        this.client = client;
    }

    /** As the other {@code join}, with notifications. */
    void join(String tag, int rooms, int members, List<Integer> ports) throws Exception {
        join(FeedEvent.NOTIFICATION, tag, rooms, members, ports);
    }

    /**
     * Connects and joins every member, a room's members spread evenly over the ports.
     *
     * @param event that the members hear
     * @param tag makes the user ids, and so the rooms, those of this run alone
     */
    void join(FeedEvent event, String tag, int rooms, int members, List<Integer> ports) throws Exception {
        for (int r = 0; r < rooms; r++) {
            RoomFeed feed = new RoomFeed(String.format("fan-%s-%05d", tag, r), members, event, this);
            feeds.add(feed);
            List<CompletableFuture<LoadSocket>> joining = new ArrayList<>();
            for (int m = 0; m < members; m++) {
                joining.add(joinOne(feed, ports.get((r + m) % ports.size())));
            }
            for (CompletableFuture<LoadSocket> each : joining) {
                sockets.add(each.get(30, TimeUnit.SECONDS));
            }
        }
    }

    private CompletableFuture<LoadSocket> joinOne(RoomFeed feed, int port) {
        return client.connect(port, feed.newMember()).thenCompose(socket -> socket.askOk("user-join", feed.userId())
                .thenCompose(identified -> socket.askOk("join-notifications", feed.userId()))
                .thenApply(joined -> socket));
    }

    /** Keeps {@link #WINDOW} messages of every room in flight until {@link #pause}. */
    void saturate(Publisher through) throws Exception {
        onLoop(() -> {
            publisher = through;
            isSaturating = true;
            timesDeliveries = false;
            for (RoomFeed feed : feeds) {
                for (int i = 0; i < WINDOW; i++) {
                    publish(feed);
                }
            }
            return null;
        });
    }

    /** Publishes at a fixed rate, room after room, until {@link #pause}, and times each delivery. */
    void publishAtRate(Publisher through, double messagesPerSecond) throws Exception {
        onLoop(() -> {
            publisher = through;
            timesDeliveries = true;
            latency.reset();
            long start = System.nanoTime();
            long before = published();
            ticker = client.loop()
                    .scheduleAtFixedRate(
                            () -> publishDue(start, before, messagesPerSecond), 0, TICK_MICROS, TimeUnit.MICROSECONDS);
            return null;
        });
    }

    private void publishDue(long start, long before, double messagesPerSecond) {
        long due = before + (long) ((System.nanoTime() - start) / 1e9 * messagesPerSecond);
        for (long n = published(); n < due; n++) {
            publish(feeds.get((int) (n % feeds.size())));
        }
    }

    /** Stops publishing and waits until every member has every message. @return deliveries that are missing */
    long pause() throws Exception {
        onLoop(() -> {
            isSaturating = false;
            if (ticker != null) {
                ticker.cancel(false);
                ticker = null;
            }
            return null;
        });
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        long missing = missing();
        while (missing > 0 && System.nanoTime() < deadline) {
            Thread.sleep(10);
            missing = missing();
        }
        return missing;
    }

    private long missing() throws Exception {
        return onLoop(() -> feeds.stream().mapToLong(RoomFeed::expected).sum() - heard());
    }

    Counts counts() throws Exception {
        return onLoop(() -> new Counts(published(), heard(), outOfOrder, resyncs, latency.copy()));
    }

    private long published() {
        return feeds.stream().mapToLong(RoomFeed::published).sum();
    }

    private long heard() {
        return feeds.stream().mapToLong(RoomFeed::heard).sum();
    }

    void roomHeardAll(RoomFeed feed) {
        if (isSaturating) {
            publish(feed);
        }
    }

    boolean timesDeliveries() {
        return timesDeliveries;
    }

    void arrived(long sentNanoTime) {
        latency.recordValue(Math.max(0, System.nanoTime() - sentNanoTime));
    }

    void outOfOrder() {
        outOfOrder++;
    }

    /** Counts {@code resync}, after which events may be missing and the run is invalid. */
    void otherEvent(String event) {
        if (event.startsWith("[\"resync")) {
            resyncs++;
        }
    }

    private void publish(RoomFeed feed) {
        publisher.publish(feed.userId(), feed.next(System.nanoTime()));
        if (!isFlushDue) {
            isFlushDue = true;
            client.loop().execute(this::flush);
        }
    }

    private void flush() {
        isFlushDue = false;
        publisher.flush();
    }

    private <T> T onLoop(Supplier<T> task) throws Exception {
        return client.loop().submit(task::get).get(30, TimeUnit.SECONDS);
    }

    void leave() throws Exception {
        for (LoadSocket socket : sockets) {
            socket.close().get(30, TimeUnit.SECONDS);
        }
    }

    /**
     * @param resyncs {@code resync} events received
     * @param latency in nanoseconds, of the deliveries since the rate was set
     */
    record Counts(long published, long heard, long outOfOrder, long resyncs, Histogram latency) {}
}
