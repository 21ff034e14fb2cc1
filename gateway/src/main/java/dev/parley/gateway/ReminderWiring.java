package dev.parley.gateway;

import dev.parley.core.mongo.MongoStore;
import dev.parley.core.reminder.StoredPreferences;
import dev.parley.gateway.config.GatewayConfig;
import dev.parley.gateway.mail.MailReminders;
import dev.parley.gateway.reminders.ReminderSender;
import dev.parley.gateway.reminders.ReminderStores;
import dev.parley.gateway.reminders.Reminders;
import dev.parley.gateway.reminders.WebhookReminders;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import org.redisson.api.RedissonClient;

/** The object graph of reminders. */
final class ReminderWiring {
    private ReminderWiring() {}

    /**
     * Empty when no channel is configured.
     *
     * @param push sends to browsers, if that is configured
     */
    static Optional<Reminders> of(
            GatewayConfig config,
            MongoStore mongo,
            Optional<ReminderSender> push,
            Presence presence,
            RedissonClient redis,
            String keyPrefix,
            MeterRegistry registry,
            ScheduledExecutorService timer,
            Clock clock) {
        List<ReminderSender> senders = senders(config, mongo, push, clock);
        return senders.isEmpty()
                ? Optional.empty()
                : Optional.of(new Reminders(
                        stores(mongo),
                        senders,
                        new StoredPreferences(mongo.preferences()),
                        presence::isConnected,
                        config.reminders().quietTime(),
                        redis,
                        keyPrefix,
                        config.nodeId(),
                        registry,
                        timer,
                        clock));
    }

    private static List<ReminderSender> senders(
            GatewayConfig config, MongoStore mongo, Optional<ReminderSender> push, Clock clock) {
        List<ReminderSender> senders = new ArrayList<>();
        config.webhooks().ifPresent(file -> senders.add(new WebhookReminders(mongo.outbox())));
        config.reminders()
                .mail()
                .map(mail ->
                        new MailReminders(mail, mongo.contacts(), clock, new DefaultThreadFactory("parley-mail", true)))
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
