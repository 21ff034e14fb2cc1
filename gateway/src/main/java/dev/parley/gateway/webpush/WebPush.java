package dev.parley.gateway.webpush;

import dev.parley.core.error.ErrorCode;
import dev.parley.core.error.Rejection;
import dev.parley.core.reminder.PushSubscription;
import dev.parley.core.reminder.PushSubscriptionRules;
import dev.parley.core.reminder.PushSubscriptions;
import dev.parley.core.user.UserRepository;
import dev.parley.gateway.files.WatchedFile;
import dev.parley.gateway.outgoing.OutgoingClient;
import dev.parley.gateway.reminders.ReminderSender;
import dev.parley.gateway.timers.UntilDone;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Web Push of a node: the keys of its file, and the sender of reminders. Threads start with the first push. */
public final class WebPush implements PushSubscriptionRules {
    private static final int IDLE_SECONDS = 30;

    private final WatchedFile<WebPushSettings> file;
    private final PushSubscriptions subscriptions;
    private final ScheduledExecutorService timer;
    private final OutgoingClient client;
    private final ThreadPoolExecutor encrypting;
    private final WebPushSender sender;
    private volatile WebPushSettings settings;

    /** @param users for the names of senders */
    public WebPush(
            Path file,
            PushSubscriptions subscriptions,
            UserRepository users,
            MeterRegistry registry,
            ScheduledExecutorService timer,
            Clock clock) {
        this.file = new WatchedFile<>("keys of web push", file, WebPushFile::parse, timer);
        this.subscriptions = subscriptions;
        this.timer = timer;
        this.client = new OutgoingClient("parley-web-push", clock);
        this.encrypting = new ThreadPoolExecutor(
                1,
                1,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                new DefaultThreadFactory("parley-web-push-encryption", true));
        encrypting.allowCoreThreadTimeOut(true);
        WebPushMeters meters = new WebPushMeters(registry);
        this.sender = new WebPushSender(
                () -> settings,
                subscriptions,
                users,
                new MessageEncryption(new SecureRandom()),
                new PushClient(client, meters, timer, System::nanoTime),
                meters,
                encrypting,
                clock,
                System::nanoTime);
    }

    /** Before the first request and the first reminder. */
    public void start() {
        file.start(version -> settings = version);
        UntilDone.keepTrying("the index of push subscriptions cannot be created", timer, subscriptions::start);
    }

    /** May be called twice. */
    public void stop() {
        file.stop();
        encrypting.shutdown();
        client.stop();
    }

    public ReminderSender sender() {
        return sender;
    }

    @Override
    public String applicationServerKey() {
        return settings.keys().publicText();
    }

    @Override
    public void check(PushSubscription subscription) {
        try {
            PushRequest.check(subscription, settings);
        } catch (IllegalArgumentException wrong) {
            throw new Rejection(ErrorCode.INVALID_PAYLOAD, wrong.getMessage());
        }
    }
}
