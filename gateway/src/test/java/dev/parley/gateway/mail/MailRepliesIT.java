package dev.parley.gateway.mail;

import static dev.parley.gateway.mail.ScriptedSmtpServer.DRIP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.parley.core.chat.Chat;
import dev.parley.core.chat.Message;
import dev.parley.core.id.UserId;
import dev.parley.core.reminder.Contact;
import dev.parley.core.reminder.Reminder;
import dev.parley.core.reminder.UnreadChat;
import dev.parley.core.testing.People;
import dev.parley.gateway.reminders.SendResult;
import dev.parley.testing.ConcurrentTest;
import dev.parley.testing.FreePort;
import dev.parley.testing.Waiting;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.security.cert.CertPathBuilderException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mails to servers that refuse, hang, break off and cheat. */
class MailRepliesIT {
    private static final String BORIS_AT_HOME = "boris@home.example";

    private final ScriptedSmtpServer server = new ScriptedSmtpServer();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Map<UserId, Contact> contacts = new HashMap<>();

    @AfterEach
    void end() throws Exception {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"RCPT,550 no such user", "RCPT,553 not local", "DATA,554 no", ".,554 this is spam", ".,552 too large"})
    void whatIsRefusedForGoodIsNotSentAgain(String command, String reply) {
        server.on(command, reply);

        assertThat(send("")).isEqualTo(SendResult.REFUSED);
    }

    @ParameterizedTest
    @CsvSource({
        "CONNECT,554 no service",
        "CONNECT,421 too many connections",
        "EHLO,421 closing",
        "MAIL,550 sender refused",
        "MAIL,451 later",
        "RCPT,450 greylisted",
        "RCPT,530 authentication required",
        "DATA,451 later",
        ".,451 later",
        ".,drop",
        "RCPT,drop"
    })
    void whatMayPassIsSentAgain(String command, String reply) {
        server.on(command, reply).on("HELO", reply);

        assertThatThrownBy(() -> send("")).hasRootCauseInstanceOf(Exception.class);
    }

    @ConcurrentTest
    void aLoginThatIsRefusedIsTriedAgainAndDoesNotShowThePassword() {
        server.on("EHLO", "250-hello\r\n250 AUTH PLAIN").on("AUTH", "535 no");

        assertThatThrownBy(() -> send("parley:s3cret@"))
                .hasMessageContaining("535")
                .hasMessageNotContaining("s3cret");
        assertThat(server.commands("MAIL")).isEmpty();
    }

    @ConcurrentTest
    void aPasswordIsNotSentWithoutTlsToAnotherMachine() {
        server.on("EHLO", "250-hello\r\n250-STARTTLS\r\n250 AUTH PLAIN").on("STARTTLS", "454 not now");
        // Deliberate: in capitals the name counts as another machine's.
        SmtpServer other = SmtpServer.parse("smtp://parley:s3cret@LOCALHOST:" + server.port());

        assertThatThrownBy(() -> send(other)).isNotNull();
        server.on("EHLO", "250-hello\r\n250 AUTH PLAIN");
        assertThatThrownBy(() -> send(other)).isNotNull();
        assertThat(server.commands("AUTH")).isEmpty();
        assertThat(server.commands("MAIL")).isEmpty();
    }

    @ConcurrentTest
    void aServerWhoseCertificateIsNotTrustedGetsNothing() {
        GreenMail foreign = new GreenMail(new ServerSetup(FreePort.next(), "127.0.0.1", "smtps"));
        foreign.start();
        try {
            int port = foreign.getSmtps().getPort();

            assertThatThrownBy(() -> send(SmtpServer.parse("smtps://127.0.0.1:" + port)))
                    .hasRootCauseInstanceOf(CertPathBuilderException.class);
            assertThat(foreign.getReceivedMessages()).isEmpty();
        } finally {
            foreign.stop();
        }
    }

    @ConcurrentTest
    void textsOfUsersAddNoHeaderAndNoReceiver() {
        String evil = "Anna\r\nBcc: all@home.example\r\n\r\n.\r\nRCPT TO:<all@home.example>\u2028Cc: more@home.example";
        contacts.put(People.ANNA, new Contact(Optional.empty(), Optional.of(evil)));

        assertThat(send("", evil)).isEqualTo(SendResult.SENT);

        List<String> lines = server.lines();
        List<String> headers = lines.subList(lines.indexOf("DATA") + 1, lines.indexOf(""));
        assertThat(server.commands("RCPT")).containsExactly("RCPT TO:<" + BORIS_AT_HOME + ">");
        assertThat(headers).noneMatch(line -> line.matches("(?i)b?cc:.*"));
        assertThat(server.commands(".")).hasSize(1);
        assertThat(headers.stream().filter(line -> line.startsWith("Subject:"))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "boris@home.example, all@home.example",
                "team: boris@home.example, all@home.example;",
                "boris@home.example\r\nBcc: all@home.example",
                "\"a\r\n b\"@home.example",
                "Boris\r\n <boris@home.example>",
                "<boris@home.example> RCPT TO:<all@home.example>",
                "boris"
            })
    void whatIsNotOneAddressIsNone(String email) {
        contacts.put(People.BORIS, new Contact(Optional.of(email), Optional.empty()));

        assertThat(send("")).isEqualTo(SendResult.NO_ADDRESS);
        assertThat(server.lines()).isEmpty();
    }

    @ConcurrentTest
    void aServerThatDripsDoesNotHoldUpOtherMails() {
        server.on(".", DRIP, DRIP, DRIP, DRIP, "250 ok");
        MailReminders mails = mails(local(""), Duration.ofSeconds(1));
        try {
            List<CompletableFuture<SendResult>> first = Stream.generate(
                            () -> mails.send(reminder("soup?")).toCompletableFuture())
                    .limit(4)
                    .toList();

            assertThat(Waiting.of(mails.send(reminder("soup?")))).isEqualTo(SendResult.SENT);
            first.forEach(mail -> assertThatThrownBy(() -> Waiting.of(mail)).isNotNull());
            assertThat(timeouts()).isEqualTo(4);
        } finally {
            mails.stop();
        }
    }

    @ConcurrentTest
    void aMailThatWaitedTooLongForAThreadIsNotSent() {
        AtomicLong time = new AtomicLong();
        MailReminders mails = new MailReminders(
                settings(local("")),
                users -> CompletableFuture.supplyAsync(() -> {
                    time.addAndGet(Duration.ofSeconds(15).toNanos());
                    return found();
                }),
                registry,
                Clock.systemUTC(),
                time::get,
                MailRepliesIT::daemon,
                MailReminders.WITH_SERVER);
        try {
            assertThatThrownBy(() -> Waiting.of(mails.send(reminder("soup?"))))
                    .hasRootCauseInstanceOf(TimeoutException.class);
            assertThat(server.lines()).isEmpty();
            assertThat(timeouts()).isEqualTo(1);
        } finally {
            mails.stop();
        }
    }

    private double timeouts() {
        return registry.get("parley.mail.timeouts").counter().count();
    }

    private SmtpServer local(String login) {
        return SmtpServer.parse("smtp://" + login + "127.0.0.1:" + server.port());
    }

    private SendResult send(String login) {
        return send(login, "soup?");
    }

    private SendResult send(String login, String text) {
        return send(local(login), text);
    }

    private SendResult send(SmtpServer to) {
        return send(to, "soup?");
    }

    private SendResult send(SmtpServer to, String text) {
        MailReminders mails = mails(to, Duration.ofSeconds(10));
        try {
            return Waiting.of(mails.send(reminder(text)));
        } finally {
            mails.stop();
        }
    }

    private MailReminders mails(SmtpServer to, Duration within) {
        return new MailReminders(
                settings(to),
                users -> CompletableFuture.completedStage(found()),
                registry,
                Clock.systemUTC(),
                System::nanoTime,
                MailRepliesIT::daemon,
                within);
    }

    private Map<UserId, Contact> found() {
        Map<UserId, Contact> found = new HashMap<>(Map.of(
                People.ANNA,
                Contact.UNKNOWN,
                People.BORIS,
                new Contact(Optional.of(BORIS_AT_HOME), Optional.of("Boris"))));
        found.putAll(contacts);
        return found;
    }

    private static MailSettings settings(SmtpServer server) {
        return new MailSettings(
                server,
                "Shop <chat@shop.example>",
                Optional.of("chat+{chat}@reply.shop.example"),
                Optional.of("https://shop.example/chats/{chat}"),
                Optional.of("https://shop.example/off?user={user}"),
                Optional.empty(),
                Duration.ofHours(1),
                MailTemplates.of(
                        MailTemplates.standard("subject"),
                        MailTemplates.standard("text"),
                        MailTemplates.standard("html")));
    }

    private static Reminder reminder(String text) {
        Chat chat = People.chat("64b0000000000000000000c1");
        Message last = People.draft("64b0000000000000000000d1", chat, People.ANNA, text, Optional.empty());
        return new Reminder(
                People.BORIS,
                List.of(new UnreadChat(chat, 1, last, last)),
                "key-1",
                Instant.parse("2030-01-01T12:00:00Z"));
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "test-mail");
        thread.setDaemon(true);
        return thread;
    }
}
