package dev.parley.gateway.mail;

import dev.parley.core.id.UserId;
import dev.parley.core.reminder.Contact;
import dev.parley.core.reminder.Contacts;
import dev.parley.core.reminder.Reminder;
import dev.parley.core.reminder.ReminderChannel;
import dev.parley.core.reminder.UnreadChat;
import dev.parley.gateway.reminders.ReminderSender;
import dev.parley.gateway.reminders.SendResult;
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
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;

/**
 * Reminders by e-mail, to the address in the receiver's document. A mail is handed to the server on one of a few threads, which are
 * started when they are needed; each step has a deadline. Any thread.
 */
public final class MailReminders implements ReminderSender {
    private static final int THREADS = 4;
    private static final int MAX_WAITING = 64;
    private static final int PERMANENT = 500;

    private final MailSettings settings;
    private final Contacts contacts;
    private final Clock clock;
    private final Session session;
    private final ExecutorService threads;

    /** @param threadFactory makes daemon threads */
    public MailReminders(MailSettings settings, Contacts contacts, Clock clock, ThreadFactory threadFactory) {
        this.settings = settings;
        this.contacts = contacts;
        this.clock = clock;
        this.session = Session.getInstance(settings.server().properties(), authenticator(settings.server()));
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
        Set<UserId> users = new LinkedHashSet<>(Set.of(reminder.receiver()));
        reminder.chats().stream().map(UnreadChat::sender).forEach(users::add);
        return contacts.find(users).thenCompose(found -> address(found.get(reminder.receiver()))
                .map(to -> CompletableFuture.supplyAsync(() -> deliver(reminder, to, found), threads))
                .orElseGet(() -> CompletableFuture.completedFuture(SendResult.NO_ADDRESS)));
    }

    @Override
    public void stop() {
        threads.shutdown();
    }

    /** Empty for a document without an address, and for one that is invalid. */
    private static Optional<InternetAddress> address(Contact receiver) {
        return receiver.email().flatMap(text -> {
            try {
                InternetAddress address = new InternetAddress(text.strip(), true);
                return address.getAddress().contains("@") ? Optional.of(address) : Optional.empty();
            } catch (AddressException invalid) {
                return Optional.empty();
            }
        });
    }

    private SendResult deliver(Reminder reminder, InternetAddress to, Map<UserId, Contact> found) {
        try {
            Map<String, Object> model = MailModel.of(reminder, found, settings);
            Transport.send(new ReminderMail(session, settings, to, reminder, model, clock.instant()));
            return SendResult.SENT;
        } catch (SendFailedException refused) {
            if (isRefusedForGood(refused)) {
                return SendResult.REFUSED;
            }
            throw new CompletionException(refused);
        } catch (MessagingException failed) {
            throw new CompletionException(failed);
        }
    }

    /** The receiver's address, as opposed to our own address, the login or the connection. */
    private static boolean isRefusedForGood(SendFailedException refused) {
        for (Exception each = refused; each instanceof MessagingException failure; each = failure.getNextException()) {
            if (each instanceof SMTPAddressFailedException address && address.getReturnCode() >= PERMANENT) {
                return true;
            }
        }
        return false;
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
