package dev.parley.gateway.cluster;

import dev.parley.core.cache.ChangeFeed;
import dev.parley.gateway.cluster.PublishCommand.Kind;
import dev.parley.gateway.redis.RedisConnection;
import dev.parley.gateway.rooms.BroadcastTarget;
import dev.parley.gateway.rooms.DeliveryMetrics;
import dev.parley.gateway.rooms.DeliveryTrace;
import dev.parley.gateway.rooms.LocalRooms;
import dev.parley.gateway.rooms.Rooms;
import dev.parley.gateway.telemetry.Telemetry;
import dev.parley.gateway.timers.PeriodicTask;
import dev.parley.gateway.wire.WireEvents;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The fan-out of one node: its local rooms, their channels in Redis, and the emitter that delivers to both. */
public final class FanOut {
    /** Added to the uid of logged events, which this node must not ignore as its own. */
    private static final String LOGGED = "~log";
    /** The same for what a node must hear of itself. */
    private static final String HEARD_BY_ITSELF = "~canary";

    private final RedisConnection redis;
    private final FanOutSettings settings;
    private final DeliveryTrace trace;
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, FanOut::timerThread);
    private final ChannelSubscriptions channels;
    private final LocalRooms rooms;
    private final ShardedPublishCommand sharded;
    private final ClusterPublisher publisher;
    private final ClusterMessageHandler handler;
    private final ClassicEmitter classicEmitter;
    private final SocketDisconnector disconnector;
    private final RoomEmitter emitter;
    private final Optional<RedisEventLog> eventLog;
    private final Resync resync;
    private final Canary canary;
    private final ClusterChanges changes;
    private final ClusterFrames heardByItself;

    /**
     * @param uid names this node among its peers; unique per start
     * @param log empty without connection state recovery
     * @param closer closes a socket of this node when a peer asks for it
     * @param trace is told what becomes of each message on this node
     * @param telemetry records deliveries and publishing
     */
    public FanOut(
            RedisConnection redis,
            String uid,
            FanOutSettings settings,
            Optional<EventLogSettings> log,
            SocketCloser closer,
            MeterRegistry registry,
            Clock clock,
            DeliveryTrace trace,
            Telemetry telemetry) {
        this.redis = redis;
        this.settings = settings;
        this.trace = trace;
        FanOutMetrics metrics = new FanOutMetrics(registry);
        ClusterFrames frames = new ClusterFrames(uid);
        channels = new ChannelSubscriptions(redis, settings, timer, metrics);
        rooms = new LocalRooms(channels, new DeliveryMetrics(registry), trace);
        metrics.gauge("parley.fanout.rooms", "Rooms with a member on this node", rooms, LocalRooms::count);
        resync = new Resync(rooms, timer, clock, settings.resyncSettle(), metrics);
        canary = new Canary(uid, clock, registry, channels::renew);
        changes = new ClusterChanges(uid, System::nanoTime, this::publishChanges);
        heardByItself = new ClusterFrames(uid + HEARD_BY_ITSELF);
        sharded = new ShardedPublishCommand(redis);
        publisher = new ClusterPublisher(
                sharded,
                settings,
                metrics,
                timer,
                DeliveryGapListener.NONE,
                (channel, since) -> resyncFrame(frames, channel, since),
                canary::published,
                clock,
                trace);
        DeliveredStatuses delivered = new DeliveredStatuses();
        handler = new ClusterMessageHandler(
                frames, rooms, closer, metrics, canary, changes, resync, delivered, telemetry);
        classicEmitter = new ClassicEmitter(handler, new ClusterMsgpack(uid));
        EmittedEvents emitted = new EmittedEvents(registry);
        RedisRoomEmitter direct =
                new RedisRoomEmitter(frames, rooms, publisher, handler, metrics, emitted, delivered, telemetry);
        disconnector = direct;
        eventLog = log.map(bounds -> new RedisEventLog(redis, bounds, frames));
        ClusterFrames logged = new ClusterFrames(uid + LOGGED);
        Optional<ClusterPublisher> logging = eventLog.map(append -> new ClusterPublisher(
                append,
                settings,
                metrics,
                timer,
                append,
                (channel, since) -> logged.untilOffset(targetOf(channel), Resync.packet(since)),
                () -> {},
                clock,
                trace));
        emitter = logging.<RoomEmitter>map(through -> new LoggedRoomEmitter(logged, through, direct, emitted, metrics))
                .orElse(direct);
        List<ClusterPublisher> publishers =
                Stream.concat(Stream.of(publisher), logging.stream()).toList();
        metrics.gauge("parley.fanout.publish.waiting", "Messages waiting to be published", publishers, FanOut::waiting);
    }

    private static byte[] resyncFrame(ClusterFrames frames, String channel, Instant since) {
        return frames.broadcast(
                targetOf(channel), Resync.packet(since), WireEvents.RESYNC.name(), Resync.payload(since));
    }

    private static BroadcastTarget targetOf(String channel) {
        String room = ClusterFrames.roomOf(channel);
        return room == null ? BroadcastTarget.everyone() : BroadcastTarget.room(room);
    }

    private static int waiting(List<ClusterPublisher> publishers) {
        return publishers.stream().mapToInt(ClusterPublisher::waiting).sum();
    }

    private static Thread timerThread(Runnable work) {
        Thread thread = new Thread(work, "fanout-timer");
        thread.setDaemon(true);
        return thread;
    }

    /** Connects in the background; until then joins fail as unavailable and events reach only the sockets of this node. */
    public void start() {
        timer.setRemoveOnCancelPolicy(true);
        eventLog.ifPresent(log -> redis.onLost(log::lost));
        channels.start(new Receiver());
        PeriodicTask.startNow("the canary", timer, Canary.EVERY, () -> publish(canary.next()));
        PeriodicTask.startNow("the changes of records", timer, ClusterChanges.EVERY, changes::publish);
        if (settings.acceptEmitter()) {
            redis.connect().thenAccept(classicEmitter::listen);
        }
    }

    /** @param others serves messages between nodes of types that the fan-out does not serve; returns whether it serves one */
    public void onOtherMessages(Predicate<byte[]> others) {
        handler.onOthers(others);
    }

    private void publish(CanaryMessage message) {
        publisher.publish(
                Kind.CANARY, heardByItself.broadcast(CanaryMessage.TARGET, message.packet(), CanaryMessage.EVENT));
    }

    private void publishChanges(ChangesMessage message) {
        publisher.publish(
                Kind.CHANGES, heardByItself.broadcast(ChangesMessage.TARGET, message.packet(), ChangesMessage.EVENT));
    }

    /** Whether this node receives what is published. */
    public boolean isLive() {
        return channels.isLive() && canary.isHealthy();
    }

    public Canary canary() {
        return canary;
    }

    /** Tells the nodes which records have changed. */
    public ChangeFeed changes() {
        return changes;
    }

    public Rooms rooms() {
        return rooms;
    }

    /** The sockets of this node by room. */
    public LocalRooms localRooms() {
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

    /** Empty without connection state recovery. */
    public Optional<EventLog> eventLog() {
        return eventLog.map(log -> log);
    }

    /**
     * Delivers {@code resync} to the members of these rooms on this node.
     *
     * @param since when the first message may have been missed
     */
    public void resync(Collection<String> missed, Instant since) {
        resync.tell(missed.stream().filter(rooms::has).toList(), since);
    }

    /** Stops subscribing and publishing; the connection is its owner's to stop, afterwards. May be called twice. */
    public void stop() {
        publish(canary.last());
        publisher.flush();
        channels.stop();
        sharded.stop();
        timer.shutdownNow();
    }

    /** Ends its thread and nothing else: the node was killed. */
    public void kill() {
        timer.shutdownNow();
    }

    private final class Receiver implements ChannelReceiver {
        @Override
        public void received(String room, byte[] value) {
            handler.received(room, value);
        }

        @Override
        public void lost() {
            trace.interrupted(false);
            resync.lost();
            changes.lost();
            eventLog.ifPresent(RedisEventLog::lost);
        }

        @Override
        public void recovered(String room) {
            resync.recovered(room);
            if (room == null) {
                trace.interrupted(true);
                changes.lost();
            }
        }
    }
}
