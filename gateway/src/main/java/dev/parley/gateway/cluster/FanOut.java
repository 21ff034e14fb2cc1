package dev.parley.gateway.cluster;

import dev.parley.gateway.redis.RedisConnection;
import dev.parley.gateway.rooms.DeliveryMetrics;
import dev.parley.gateway.rooms.LocalRooms;
import dev.parley.gateway.rooms.Rooms;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.stream.Stream;
import org.redisson.api.RedissonClient;

/** The fan-out of one node, put together: its local rooms, their channels in Redis, and the emitter that feeds both. */
public final class FanOut {
    /** What is logged comes back to its node as if from another one, so that it is not ignored there. */
    private static final String LOGGED = "~log";

    private final RedisConnection redis;
    private final FanOutSettings settings;
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, FanOut::timerThread);
    private final ChannelSubscriptions channels;
    private final LocalRooms rooms;
    private final List<ClusterPublisher> publishers;
    private final ClusterMessageHandler peers;
    private final ClassicEmitter classicEmitter;
    private final SocketDisconnector disconnector;
    private final RoomEmitter emitter;
    private final Optional<RedisEventLog> eventLog;
    private final DeliveryGapListener losses;

    /**
     * @param uid names this node among its peers; unique per start
     * @param log empty when nothing is kept for clients that come back
     * @param closer ends a socket of this node that a peer wants to be gone
     */
    public FanOut(
            RedisConnection redis,
            String uid,
            FanOutSettings settings,
            Optional<EventLogSettings> log,
            SocketCloser closer,
            MeterRegistry registry,
            Clock clock) {
        this.redis = redis;
        this.settings = settings;
        FanOutMetrics metrics = new FanOutMetrics(registry);
        ClusterFrames frames = new ClusterFrames(uid);
        channels = new ChannelSubscriptions(redis, settings, timer, metrics);
        rooms = new LocalRooms(channels, new DeliveryMetrics(registry));
        metrics.gauge("parley.fanout.rooms", "Rooms with a member on this node", rooms, LocalRooms::count);
        Resync resync = new Resync(rooms, timer, clock, settings.resyncSettle(), metrics);
        ClusterPublisher publisher =
                new ClusterPublisher(redis, settings, metrics, resync, new ShardedPublishCommand());
        peers = new ClusterMessageHandler(frames, rooms, closer, metrics);
        classicEmitter = new ClassicEmitter(peers, new ClusterMsgpack(uid));
        EmittedEvents emitted = new EmittedEvents(registry);
        RedisRoomEmitter direct = new RedisRoomEmitter(frames, rooms, publisher, peers, metrics, emitted);
        disconnector = direct;
        eventLog = log.map(bounds -> new RedisEventLog(redis, bounds, frames));
        losses = eventLog.map(resync::andThen).orElse(resync);
        Optional<ClusterPublisher> logging =
                eventLog.map(outlet -> new ClusterPublisher(redis, settings, metrics, losses, outlet));
        publishers = Stream.concat(Stream.of(publisher), logging.stream()).toList();
        emitter = logging.<RoomEmitter>map(logged ->
                        new LoggedRoomEmitter(new ClusterFrames(uid + LOGGED), logged, direct, emitted, metrics))
                .orElse(direct);
        metrics.gauge("parley.fanout.publish.waiting", "Messages waiting to be published", publishers, FanOut::waiting);
    }

    private static int waiting(List<ClusterPublisher> publishers) {
        return publishers.stream().mapToInt(ClusterPublisher::waiting).sum();
    }

    private static Thread timerThread(Runnable work) {
        Thread thread = new Thread(work, "fanout-timer");
        thread.setDaemon(true);
        return thread;
    }

    /** Connects in the background; until then joins fail as unavailable and what is emitted stays on this node. */
    public void start() {
        timer.setRemoveOnCancelPolicy(true);
        redis.onLost(losses::lost);
        channels.start(new Receiver());
        redis.connect().thenAccept(this::connected);
    }

    private void connected(RedissonClient client) {
        if (settings.acceptEmitter()) {
            classicEmitter.listen(client);
        }
        publishers.forEach(ClusterPublisher::publishNext);
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
        return disconnector;
    }

    /** Empty when nothing is kept. */
    public Optional<EventLog> eventLog() {
        return eventLog.map(log -> log);
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
            losses.recovered();
        }
    }
}
