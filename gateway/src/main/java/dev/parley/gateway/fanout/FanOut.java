package dev.parley.gateway.fanout;

import dev.parley.gateway.redis.RedisConnection;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.redisson.api.RedissonClient;

/** The fan-out of one node, put together: its local rooms, their channels in Redis, and the emitter that feeds both. */
public final class FanOut {
    private final RedisConnection redis;
    private final FanOutSettings settings;
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, FanOut::timerThread);
    private final RoomChannels channels;
    private final LocalRooms rooms;
    private final ClusterPublisher publisher;
    private final PeerMessages peers;
    private final ClassicEmitter classicEmitter;
    private final RedisRoomEmitter emitter;
    private final Resync resync;

    /**
     * @param uid names this node among its peers; unique per start
     * @param closer ends a socket of this node that a peer wants to be gone
     */
    public FanOut(
            RedisConnection redis,
            String uid,
            FanOutSettings settings,
            SocketCloser closer,
            MeterRegistry registry,
            Clock clock) {
        this.redis = redis;
        this.settings = settings;
        FanOutMetrics metrics = new FanOutMetrics(registry);
        ClusterFrames frames = new ClusterFrames(uid);
        channels = new RoomChannels(redis, settings, timer, metrics);
        rooms = new LocalRooms(channels, metrics);
        metrics.gauge("parley.fanout.rooms", "Rooms with a member on this node", rooms, LocalRooms::count);
        resync = new Resync(rooms, timer, clock, settings.resyncSettle(), metrics);
        publisher = new ClusterPublisher(redis, settings, metrics, resync);
        peers = new PeerMessages(frames, rooms, closer, metrics);
        classicEmitter = new ClassicEmitter(peers, new ClusterMsgpack(uid));
        emitter = new RedisRoomEmitter(frames, rooms, publisher, peers, metrics, new EmittedEvents(registry));
    }

    private static Thread timerThread(Runnable work) {
        Thread thread = new Thread(work, "fanout-timer");
        thread.setDaemon(true);
        return thread;
    }

    /** Connects in the background; until then joins fail as unavailable and what is emitted stays on this node. */
    public void start() {
        timer.setRemoveOnCancelPolicy(true);
        redis.onLost(resync::lost);
        channels.start(new Receiver());
        redis.connect().thenAccept(this::connected);
    }

    private void connected(RedissonClient client) {
        if (settings.acceptEmitter()) {
            classicEmitter.listen(client);
        }
        publisher.publishNext();
    }

    /** Whether this node hears what its peers send to everyone. */
    public boolean isLive() {
        return channels.isLive();
    }

    public Rooms rooms() {
        return rooms;
    }

    /** Rooms with a member on this node. */
    public int roomCount() {
        return rooms.count();
    }

    public RoomEmitter emitter() {
        return emitter;
    }

    public SocketDisconnector disconnector() {
        return emitter;
    }

    /** Stops subscribing and unsubscribing; the connection is its owner's to stop, afterwards. */
    public void stop() {
        channels.stop();
        timer.shutdownNow();
    }

    private final class Receiver implements ChannelReceiver {
        @Override
        public void received(String room, byte[] value) {
            peers.received(room, value);
        }

        @Override
        public void resubscribed() {
            resync.recovered();
        }
    }
}
