package dev.parley.gateway.webpush;

import dev.parley.core.chat.Message;
import dev.parley.core.id.UserId;
import dev.parley.core.logging.OncePerMinute;
import dev.parley.core.reminder.PushSubscription;
import dev.parley.core.reminder.PushSubscriptions;
import dev.parley.core.reminder.Reminder;
import dev.parley.core.reminder.ReminderChannel;
import dev.parley.core.reminder.UnreadChat;
import dev.parley.core.text.UnicodeText;
import dev.parley.core.user.User;
import dev.parley.core.user.UserRepository;
import dev.parley.gateway.reminders.ReminderSender;
import dev.parley.gateway.reminders.SendResult;
import dev.parley.gateway.wire.EnumNames;
import dev.parley.gateway.wire.WebPushPayload;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends a reminder to every browser of its receiver, one push per chat. It has arrived when one browser's push service has taken it. */
final class WebPushSender implements ReminderSender {
    private static final Logger LOG = LoggerFactory.getLogger(WebPushSender.class);
    /** A device would show one notification for each; the others are in the sum. */
    private static final int MAX_CHATS = 5;
    /** In code points. */
    private static final int MAX_TEXT = 200;
    /** Leaves time to combine the outcomes. */
    private static final Duration WITHIN = DEADLINE.minusSeconds(5);

    private final Supplier<WebPushSettings> settings;
    private final PushSubscriptions subscriptions;
    private final UserRepository users;
    private final MessageEncryption encryption;
    private final PushClient client;
    private final WebPushMeters meters;
    /** Encrypts. */
    private final Executor executor;

    private final Clock clock;
    private final LongSupplier nanoTime;
    private final OncePerMinute failures;

    WebPushSender(
            Supplier<WebPushSettings> settings,
            PushSubscriptions subscriptions,
            UserRepository users,
            MessageEncryption encryption,
            PushClient client,
            WebPushMeters meters,
            Executor executor,
            Clock clock,
            LongSupplier nanoTime) {
        this.settings = settings;
        this.subscriptions = subscriptions;
        this.users = users;
        this.encryption = encryption;
        this.client = client;
        this.meters = meters;
        this.executor = executor;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.failures = new OncePerMinute(nanoTime);
    }

    @Override
    public ReminderChannel channel() {
        return ReminderChannel.PUSH;
    }

    @Override
    public CompletionStage<SendResult> send(Reminder reminder) {
        long deadline = nanoTime.getAsLong() + WITHIN.toNanos();
        return subscriptions
                .of(reminder.receiver())
                .thenCompose(found -> found.isEmpty()
                        ? CompletableFuture.completedStage(SendResult.NO_ADDRESS)
                        : messages(reminder).thenCompose(messages -> sendAll(found, messages, deadline)));
    }

    private CompletionStage<SendResult> sendAll(
            List<PushSubscription> browsers, List<PushMessage> messages, long deadline) {
        CompletionStage<Set<PushOutcome>> outcomes =
                CompletableFuture.completedStage(EnumSet.noneOf(PushOutcome.class));
        for (PushSubscription browser : browsers) {
            outcomes = outcomes.thenCombine(sendAll(browser, messages, deadline), WebPushSender::union);
        }
        return outcomes.thenApply(WebPushSender::result);
    }

    private CompletionStage<Set<PushOutcome>> sendAll(
            PushSubscription browser, List<PushMessage> messages, long deadline) {
        CompletionStage<Set<PushOutcome>> outcomes =
                CompletableFuture.completedStage(EnumSet.noneOf(PushOutcome.class));
        for (PushMessage message : messages) {
            outcomes = outcomes.thenCombine(send(browser, message, deadline).thenApply(Set::of), WebPushSender::union);
        }
        return outcomes.thenCompose(ended -> ended.contains(PushOutcome.EXPIRED)
                ? removed(browser).thenApply(removed -> ended)
                : CompletableFuture.completedStage(ended));
    }

    private CompletionStage<PushOutcome> send(PushSubscription browser, PushMessage message, long deadline) {
        return CompletableFuture.supplyAsync(
                        () -> PushRequest.of(browser, message, settings.get(), encryption, clock.instant()), executor)
                .thenCompose(request -> client.send(request, deadline))
                .exceptionally(failure -> {
                    failures.run(count -> LOG.warn(
                            "{} pushes cannot be made, the last one to {}: {}", count, browser, failure.toString()));
                    return PushOutcome.REFUSED;
                });
    }

    /** Never fails: a subscription that stays is removed with the next push. */
    private CompletionStage<Void> removed(PushSubscription browser) {
        meters.expired();
        return subscriptions.removeExpired(browser).exceptionally(failure -> {
            LOG.debug("{} has expired and was not removed", browser, failure);
            return null;
        });
    }

    private static SendResult result(Set<PushOutcome> outcomes) {
        if (outcomes.contains(PushOutcome.ACCEPTED)) {
            return SendResult.SENT;
        }
        if (outcomes.contains(PushOutcome.FAILED)) {
            throw new PushFailedException();
        }
        return outcomes.contains(PushOutcome.REFUSED) ? SendResult.REFUSED : SendResult.NO_ADDRESS;
    }

    private static Set<PushOutcome> union(Set<PushOutcome> some, Set<PushOutcome> others) {
        Set<PushOutcome> all = EnumSet.copyOf(others);
        all.addAll(some);
        return all;
    }

    /** Those of the chats with the newest messages. */
    private CompletionStage<List<PushMessage>> messages(Reminder reminder) {
        List<UnreadChat> chats = new ArrayList<>(reminder.chats());
        Collections.reverse(chats);
        List<UnreadChat> newest = chats.subList(0, Math.min(chats.size(), MAX_CHATS));
        List<UserId> senders =
                newest.stream().map(UnreadChat::sender).distinct().toList();
        return users.findAll(senders).thenApply(found -> newest.stream()
                .map(chat -> PushMessage.of(payload(reminder, chat, found)))
                .toList());
    }

    private WebPushPayload payload(Reminder reminder, UnreadChat chat, Map<UserId, User> senders) {
        Message last = chat.last();
        return new WebPushPayload(
                "message.unread",
                reminder.key(),
                chat.chat().id().value(),
                chat.chat().context(),
                chat.sender().value(),
                Optional.ofNullable(senders.get(chat.sender()))
                        .flatMap(User::displayName)
                        .map(WebPushSender::beginning),
                Optional.of(last.content())
                        .filter(content -> settings.get().showContent() && !content.isEmpty())
                        .map(WebPushSender::beginning),
                EnumNames.of(last.messageType()),
                chat.unread(),
                reminder.unread(),
                last.createdAt());
    }

    private static String beginning(String text) {
        return UnicodeText.excerpt(text, MAX_TEXT);
    }

    /** No push service has taken the reminder, and one may take it later. */
    private static final class PushFailedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        PushFailedException() {
            super("no push service has accepted the reminder", null, false, false);
        }
    }
}
