package dev.parley.gateway.cluster;

import dev.parley.core.cache.ChangeFeed;
import dev.parley.gateway.redis.RedisAddress;
import dev.parley.gateway.redis.RedisConnection;
import dev.parley.gateway.rooms.BroadcastTarget;
import dev.parley.gateway.rooms.DeliveryTrace;
import dev.parley.gateway.rooms.Member;
import dev.parley.gateway.rooms.RecordingSocket;
import dev.parley.gateway.telemetry.Telemetry;
import dev.parley.gateway.wire.ServerEvent;
import dev.parley.testing.Waiting;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** One node of the cluster with nothing but the fan-out in it: real Redis, recorded sockets. */
public final class TestNode implements AutoCloseable {
    private static final ServerEvent<String> SAID = new ServerEvent<>("said", String.class);

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final List<String> disconnected = new CopyOnWriteArrayList<>();
    private final MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    private final Map<RecordingSocket, Member> members = new HashMap<>();
    private final RedisConnection redis;
    private final FanOut fanOut;

    private TestNode(String uid, String redisAddress, FanOutSettings settings, Optional<EventLogSettings> log) {
        redis = new RedisConnection(RedisAddress.parse(redisAddress), Optional.of(loops));
        fanOut = new FanOut(
                redis,
                uid,
                settings,
                log,
                this::disconnected,
                meters,
                Clock.systemUTC(),
                DeliveryTrace.NONE,
                Telemetry.OFF);
    }

    static TestNode starting(String uid, String redisAddress, FanOutSettings settings) {
        return starting(uid, redisAddress, settings, Optional.empty());
    }

    private static TestNode starting(
            String uid, String redisAddress, FanOutSettings settings, Optional<EventLogSettings> log) {
        TestNode node = new TestNode(uid, redisAddress, settings, log);
        node.fanOut.start();
        return node;
    }

    /** A node with an event log for session recovery. */
    static TestNode logging(String uid, String redisAddress, EventLogSettings log) {
        TestNode node = starting(uid, redisAddress, FanOutSettings.defaults(), Optional.of(log));
        Waiting.until(uid + " is live", node.fanOut::isLive);
        return node;
    }

    static TestNode started(String uid, String redisAddress, FanOutSettings settings) {
        TestNode node = starting(uid, redisAddress, settings);
        Waiting.until(uid + " is live", node.fanOut::isLive);
        return node;
    }

    private void disconnected(Object socket, boolean wholeConnection) {
        disconnected.add(socket + (wholeConnection ? ", connection and all" : ""));
    }

    RecordingSocket socket(String name, String... rooms) {
        RecordingSocket recipient = RecordingSocket.websocket(name, loops.next());
        Member member = new Member(recipient);
        members.put(recipient, member);
        fanOut.rooms().enter(member);
        Waiting.until(name + " is here", recipient::isListenedTo);
        for (String room : rooms) {
            Waiting.of(fanOut.rooms().join(member, room));
        }
        return recipient;
    }

    CompletionStage<Void> join(RecordingSocket socket, String room) {
        return fanOut.rooms().join(members.get(socket), room);
    }

    void leave(RecordingSocket socket, String room) {
        fanOut.rooms().leave(members.get(socket), room);
    }

    boolean isIn(RecordingSocket socket, String room) {
        return fanOut.rooms().roomsOf(members.get(socket)).contains(room);
    }

    void say(BroadcastTarget target, String text) {
        fanOut.emitter().emit(SAID, text, target);
    }

    void say(String room, String text) {
        say(BroadcastTarget.room(room), text);
    }

    <P> void emit(ServerEvent<P> event, P payload, BroadcastTarget target) {
        fanOut.emitter().emit(event, payload, target);
    }

    void disconnect(BroadcastTarget target, boolean wholeConnection) {
        fanOut.disconnector().disconnect(target, wholeConnection);
    }

    EventLog log() {
        return fanOut.eventLog().orElseThrow();
    }

    ChangeFeed changes() {
        return fanOut.changes();
    }

    boolean isLive() {
        return fanOut.isLive();
    }

    double count(String meter) {
        return meters.find(meter).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    double gauge(String meter) {
        return meters.get(meter).gauge().value();
    }

    /** What {@link #say} makes of a text. */
    public static String said(String text) {
        return "42[\"said\",\"" + text + "\"]";
    }

    @Override
    public void close() {
        fanOut.stop();
        redis.stop();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
