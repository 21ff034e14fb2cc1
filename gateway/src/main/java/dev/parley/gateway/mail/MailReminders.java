package dev.parley.gateway.mail;

import dev.parley.core.id.UserId;
import dev.parley.core.logging.OncePerMinute;
import dev.parley.core.reminder.Contact;
import dev.parley.core.reminder.Contacts;
import dev.parley.core.reminder.Reminder;
import dev.parley.core.reminder.ReminderChannel;
import dev.parley.core.reminder.UnreadChat;
import dev.parley.gateway.reminders.ReminderSender;
import dev.parley.gateway.reminders.SendResult;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.mail.Authenticator;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reminders by e-mail, to the address in the receiver's document. A mail is handed to the server on one of a few threads, which are
 * started when they are needed; the connection for it is closed at a deadline. Any thread.
 */
public final class MailReminders implements ReminderSender {
    /** The longest time that a mail is with the server. */
    public static final Duration WITH_SERVER = Duration.ofSeconds(15);

    private static final Logger LOG = LoggerFactory.getLogger(MailReminders.class);
    private static final int THREADS = 4;
    private static final int MAX_WAITING = 64;
    /** For contacts and a free thread; what remains of the deadline after it and {@link #WITH_SERVER} is for threads that start late. */
    private static final Duration UNTIL_START = DEADLINE.minus(WITH_SERVER).minusSeconds(1);

    private final MailSettings settings;
    private final Contacts contacts;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Counter timeouts;
    private final Session session;
    private final ExecutorService threads;
    private final OncePerMinute refusals;

    /**
     * @param threadFactory makes daemon threads
     * @param withServer from the connection to the reply to the message; at most {@link #WITH_SERVER}
     */
    public MailReminders(
            MailSettings settings,
            Contacts contacts,
            MeterRegistry registry,
            Clock clock,
            LongSupplier nanoTime,
            ThreadFactory threadFactory,
            Duration withServer) {
        this.settings = settings;
        this.contacts = contacts;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.timeouts = Counter.builder("parley.mail.timeouts")
                .description(
                        "Mails that were given up at their deadline, for want of a thread or while the server had them")
                .register(registry);
        this.session = session(settings.server(), new DeadlineSockets(withServer, timeouts::increment));
        this.refusals = new OncePerMinute(nanoTime);
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                THREADS, THREADS, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING), threadFactory);
        pool.allowCoreThreadTimeOut(true);
        this.threads = pool;
    }

    @Override
    public ReminderChannel channel() {
        return ReminderChannel.EMAIL;
    }

    @Override
    public Duration period() {
        return settings.period();
    }

    @Override
    public CompletionStage<SendResult> send(Reminder reminder) {
        long latestStart = nanoTime.getAsLong() + UNTIL_START.toNanos();
        Set<UserId> users = new LinkedHashSet<>(Set.of(reminder.receiver()));
        reminder.chats().stream().map(UnreadChat::sender).forEach(users::add);
        return contacts.find(users).thenCompose(found -> address(found.get(reminder.receiver()))
                .map(to -> CompletableFuture.supplyAsync(() -> deliver(reminder, to, found, latestStart), threads))
                .orElseGet(() -> CompletableFuture.completedFuture(SendResult.NO_ADDRESS)));
    }

    @Override
    public void stop() {
        threads.shutdown();
    }

    /** Empty for a document without an address, and for one that is invalid or stands for several receivers. */
    private static Optional<InternetAddress> address(Contact receiver) {
        return receiver.email()
                .map(String::strip)
                .filter(MailReminders::isOneLine)
                .flatMap(text -> {
                    try {
                        InternetAddress address = new InternetAddress(text, true);
                        boolean isOne =
                                !address.isGroup() && address.getAddress().contains("@");
                        return isOne ? Optional.of(address) : Optional.empty();
                    } catch (AddressException invalid) {
                        return Optional.empty();
                    }
                });
    }

    private static boolean isOneLine(String text) {
        return text.chars().noneMatch(Character::isISOControl);
    }

    private SendResult deliver(Reminder reminder, InternetAddress to, Map<UserId, Contact> found, long latestStart) {
        if (nanoTime.getAsLong() - latestStart > 0) {
            timeouts.increment();
            throw new CompletionException(new TimeoutException("no thread was free for a mail, others take too long"));
        }
        try {
            Map<String, Object> model = MailModel.of(reminder, found, settings);
            Transport.send(new ReminderMail(session, settings, to, reminder, model, clock.instant()));
            return SendResult.SENT;
        } catch (SendFailedException failed) {
            SmtpRefusal refusal = SmtpRefusal.of(failed).orElseThrow(() -> new CompletionException(failed));
            refusals.run(count -> LOG.warn(
                    "{} mails were refused for good, the last one with {} to {}",
                    count,
                    refusal.status(),
                    refusal.subject()));
            return SendResult.REFUSED;
        } catch (MessagingException failed) {
            throw new CompletionException(failed);
        }
    }

    private static Session session(SmtpServer server, DeadlineSockets sockets) {
        Properties properties = server.properties();
        properties.put("mail." + server.protocol() + ".socketFactory", sockets);
        return Session.getInstance(properties, authenticator(server));
    }

    private static Authenticator authenticator(SmtpServer server) {
        return server.credentials()
                .<Authenticator>map(login -> new Authenticator() {
                    @Override
                    protected PasswordAuthentication getPasswordAuthentication() {
                        return new PasswordAuthentication(login.user(), login.password());
                    }
                })
                .orElse(null);
    }
}
