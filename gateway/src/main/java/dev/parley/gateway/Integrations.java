package dev.parley.gateway;

import dev.parley.core.chat.Message;
import dev.parley.core.mongo.MongoStore;
import dev.parley.core.reminder.StoredPreferences;
import dev.parley.core.user.UserRepository;
import dev.parley.gateway.config.GatewayConfig;
import dev.parley.gateway.http.PreferenceRoutes;
import dev.parley.gateway.http.PushSubscriptionRoutes;
import dev.parley.gateway.http.RestEndpoint;
import dev.parley.gateway.mail.MailReminders;
import dev.parley.gateway.redis.RedisConnection;
import dev.parley.gateway.reminders.ReminderSender;
import dev.parley.gateway.reminders.ReminderStores;
import dev.parley.gateway.reminders.Reminders;
import dev.parley.gateway.reminders.WebhookReminders;
import dev.parley.gateway.webhooks.Webhooks;
import dev.parley.gateway.webpush.WebPush;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import org.redisson.api.RedissonClient;

/** The object graph of what tells others of events: webhooks, Web Push, and reminders by these and by mail. */
final class Integrations {
    private final Optional<Webhooks> webhooks;
    private final Optional<WebPush> webPush;
    private final Optional<Reminders> reminders;
    private final List<RestEndpoint<?, ?>> endpoints;

    Integrations(
            GatewayConfig config,
            MongoStore mongo,
            UserRepository users,
            Presence presence,
            RedissonClient redis,
            String keyPrefix,
            MeterRegistry registry,
            ScheduledExecutorService timer,
            Clock clock) {
        webhooks = config.webhooks()
                .map(file -> new Webhooks(
                        file,
                        mongo.outbox(),
                        mongo.endpoints(),
                        redis,
                        keyPrefix,
                        config.nodeId(),
                        registry,
                        timer,
                        clock));
        webPush = config.webPush()
                .map(file -> new WebPush(file, mongo.pushSubscriptions(), users, registry, timer, clock));
        List<ReminderSender> senders = senders(config, mongo, webPush.map(WebPush::sender), registry, clock);
        reminders = Optional.of(senders)
                .filter(any -> !any.isEmpty())
                .map(channels -> new Reminders(
                        stores(mongo),
                        channels,
                        new StoredPreferences(mongo.preferences()),
                        presence::isConnected,
                        config.reminders().quietTime(),
                        redis,
                        keyPrefix,
                        config.nodeId(),
                        registry,
                        timer,
                        clock));
        endpoints = Stream.concat(
                        new PreferenceRoutes(mongo.preferences()).routes().stream(),
                        webPush.stream()
                                .flatMap(rules -> new PushSubscriptionRoutes(mongo.pushSubscriptions(), rules, clock)
                                        .routes().stream()))
                .toList();
    }

    List<RestEndpoint<?, ?>> endpoints() {
        return endpoints;
    }

    /** Of a message that was stored and announced. */
    void posted(Message message) {
        reminders.ifPresent(on -> on.posted(message));
    }

    /** The endpoints of webhooks that are paused; empty without webhooks. */
    Optional<Set<String>> paused() {
        return webhooks.map(Webhooks::paused);
    }

    void start(RedisConnection redis) {
        webhooks.ifPresent(Webhooks::start);
        webPush.ifPresent(WebPush::start);
        reminders.ifPresent(on -> {
            on.start();
            redis.onLost(on::redisLost);
        });
    }

    /** Completes when all in flight have ended. What has not ended is sent again by another node. */
    CompletionStage<?> stop() {
        CompletionStage<?> reminded = reminders
                .<CompletionStage<?>>map(Reminders::stop)
                .orElseGet(() -> CompletableFuture.completedStage(null))
                .whenComplete((done, failure) -> webPush.ifPresent(WebPush::stop));
        CompletionStage<?> posted = webhooks.<CompletionStage<?>>map(Webhooks::stop)
                .orElseGet(() -> CompletableFuture.completedStage(null));
        return reminded.thenCombine(posted, (one, other) -> one);
    }

    private static List<ReminderSender> senders(
            GatewayConfig config,
            MongoStore mongo,
            Optional<ReminderSender> push,
            MeterRegistry registry,
            Clock clock) {
        List<ReminderSender> senders = new ArrayList<>();
        config.webhooks().ifPresent(file -> senders.add(new WebhookReminders(mongo.outbox())));
        config.reminders()
                .mail()
                .map(mail -> new MailReminders(
                        mail,
                        mongo.contacts(),
                        registry,
                        clock,
                        System::nanoTime,
                        new DefaultThreadFactory("parley-mail", true),
                        MailReminders.WITH_SERVER))
                .ifPresent(senders::add);
        push.ifPresent(senders::add);
        return senders;
    }

    /** Deliberate: without caches, because what a reminder says must be true now. */
    private static ReminderStores stores(MongoStore mongo) {
        return new ReminderStores(
                mongo.pendingReminders(), mongo.reminders(), mongo.chats(), mongo.messages(), mongo.users());
    }
}
