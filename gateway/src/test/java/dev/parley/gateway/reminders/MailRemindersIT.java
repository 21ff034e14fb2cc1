package dev.parley.gateway.reminders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.mongodb.ConnectionString;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.parley.core.chat.Chat;
import dev.parley.core.id.UserId;
import dev.parley.gateway.mail.MailReminders;
import dev.parley.gateway.mail.MailSettings;
import dev.parley.gateway.mail.MailTemplates;
import dev.parley.gateway.mail.SmtpServer;
import dev.parley.gateway.mail.UnsubscribeTokens;
import dev.parley.gateway.reminders.ReminderCluster.Node;
import dev.parley.testing.ConcurrentTest;
import dev.parley.testing.FreePort;
import dev.parley.testing.Waiting;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Reminders by e-mail, over GreenMail, which is a real SMTP server. */
class MailRemindersIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final UserId ANNA = new UserId("anna");
    private static final UserId BORIS = new UserId("boris");
    private static final UserId CLARA = new UserId("clara");

    private final ReminderCluster cluster = new ReminderCluster(Duration.ofSeconds(1));
    private final GreenMail server = new GreenMail(new ServerSetup(FreePort.next(), "127.0.0.1", "smtp"));

    @BeforeEach
    void startServer() {
        server.setUser("parley", "s3cret");
        server.start();
    }

    @AfterEach
    void end() {
        cluster.close();
        server.stop();
    }

    @ConcurrentTest
    void anOfflineUserGetsOneMailWithBothParts() throws Exception {
        Node node = start("parley:s3cret@", server.getSmtp().getPort(), MailTemplates.standard("text"));
        store("boris", "Boris", "boris@home.example");
        store("anna", "Änna <b>", "anna@home.example");
        Chat chat = cluster.openChat(node, ANNA, BORIS);
        node.send(chat, ANNA);
        node.send(chat, ANNA);

        Waiting.until("it is sent", PATIENCE, () -> finished(node, "sent") == 1);
        assertThat(server.getReceivedMessages()).hasSize(1);
        MimeMessage mail = server.getReceivedMessages()[0];
        assertThat(mail.getSubject()).isEqualTo("2 unread messages from Änna <b>");
        assertThat(mail.getFrom()[0]).hasToString("Shop <chat@shop.example>");
        assertThat(mail.getAllRecipients()[0]).hasToString("boris@home.example");
        assertThat(mail.getReplyTo()[0]).hasToString("chat+" + chat.id() + "@reply.shop.example");
        assertThat(mail.getHeader("List-Unsubscribe"))
                .containsExactly(
                        "<https://shop.example/off?user=boris&token=QUFmvlVPWU7jOqfN5COxl98fJGlLjGD4W2J0ZTFbILk>");
        assertThat(mail.getHeader("List-Unsubscribe-Post")).containsExactly("List-Unsubscribe=One-Click");
        assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(mail.getMessageID()).matches("<[A-Za-z0-9_-]{24}@shop.example>");
        Multipart parts = (Multipart) mail.getContent();
        assertThat(parts.getContentType()).startsWith("multipart/alternative");
        assertThat(String.valueOf(parts.getBodyPart(0).getContent()))
                .contains("Hello Boris,", "Änna <b> (2 unread):", "When can you come?")
                .contains("https://shop.example/chats/" + chat.id(), "https://shop.example/off?user=boris");
        assertThat(String.valueOf(parts.getBodyPart(1).getContent()))
                .contains("<b>Änna &lt;b&gt;</b>", "<p>Answer this mail to reply.</p>");
    }

    @ConcurrentTest
    void aMailAboutSeveralChatsIsAnsweredToNone() throws Exception {
        Node node = start("", server.getSmtp().getPort(), "{{unread}}: {{#chats}}{{sender}}, {{replyTo}};{{/chats}}");
        store("boris", "Boris", "boris@home.example");
        Chat one = cluster.openChat(node, ANNA, BORIS);
        Chat other = cluster.openChat(node, CLARA, BORIS);
        node.send(one, ANNA);
        node.send(other, CLARA);

        Waiting.until("it is sent", PATIENCE, () -> finished(node, "sent") == 1);
        MimeMessage mail = server.getReceivedMessages()[0];
        assertThat(mail.getSubject()).isEqualTo("2 unread messages in 2 chats");
        assertThat(mail.getReplyTo()[0]).hasToString("Shop <chat@shop.example>");
        assertThat(String.valueOf(((Multipart) mail.getContent()).getBodyPart(0).getContent())
                        .strip())
                .isEqualTo("2: the client, chat+" + one.id() + "@reply.shop.example;the client, chat+" + other.id()
                        + "@reply.shop.example;");
    }

    @ConcurrentTest
    void aUserWithoutAnAddressIsCounted() {
        Node node = start("", server.getSmtp().getPort(), MailTemplates.standard("text"));
        store("clara", "Clara", "clara\r\nBcc: all@home.example");
        node.send(cluster.openChat(node, ANNA, BORIS), ANNA);
        node.send(cluster.openChat(node, ANNA, CLARA), ANNA);

        Waiting.until("both are over", PATIENCE, () -> finished(node, "no_address") == 2);
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @ConcurrentTest
    void aMailThatTheServerDoesNotTakeIsSentAgain() throws Exception {
        int port = server.getSmtp().getPort();
        server.stop();
        Node node = start("", port, MailTemplates.standard("text"));
        store("boris", "Boris", "boris@home.example");
        node.send(cluster.openChat(node, ANNA, BORIS), ANNA);
        Waiting.until("it fails", PATIENCE, () -> node.count("parley.reminders.failures", "channel", "email") > 0);

        GreenMail back = new GreenMail(new ServerSetup(port, "127.0.0.1", "smtp"));
        back.start();
        try {
            Waiting.until("it is sent", PATIENCE, () -> finished(node, "sent") == 1);
            assertThat(back.getReceivedMessages()).hasSize(1);
        } finally {
            back.stop();
        }
    }

    @ConcurrentTest
    void aWrongPasswordIsAFailureThatDoesNotShowIt() {
        Node node = start("parley:wr0ng@", server.getSmtp().getPort(), MailTemplates.standard("text"));
        store("boris", "Boris", "boris@home.example");
        node.send(cluster.openChat(node, ANNA, BORIS), ANNA);

        Waiting.until("it fails", PATIENCE, () -> node.count("parley.reminders.failures", "channel", "email") > 0);
        assertThat(server.getReceivedMessages()).isEmpty();
        assertThat(SmtpServer.parse("smtp://parley:wr0ng@127.0.0.1").toString()).isEqualTo("smtp://127.0.0.1:587");
        assertThatThrownBy(() -> SmtpServer.parse("http://parley:wr0ng@127.0.0.1"))
                .hasMessageContaining("smtp://")
                .hasMessageNotContaining("wr0ng");
    }

    private Node start(String login, int port, String text) {
        MailSettings settings = new MailSettings(
                SmtpServer.parse("smtp://" + login + "127.0.0.1:" + port),
                "Shop <chat@shop.example>",
                Optional.of("chat+{chat}@reply.shop.example"),
                Optional.of("https://shop.example/chats/{chat}"),
                Optional.of("https://shop.example/off?user={user}&token={token}"),
                Optional.of(new UnsubscribeTokens("0123456789abcdef0123456789abcdef")),
                Duration.ofHours(1),
                MailTemplates.of(MailTemplates.standard("subject"), text, MailTemplates.standard("html")));
        return cluster.startNode(new MailReminders(
                settings,
                cluster.store().contacts(),
                new SimpleMeterRegistry(),
                Clock.systemUTC(),
                System::nanoTime,
                MailRemindersIT::daemon,
                MailReminders.WITH_SERVER));
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "test-mail");
        thread.setDaemon(true);
        return thread;
    }

    private void store(String user, String name, String email) {
        String address = cluster.database();
        try (MongoClient client = MongoClients.create(address)) {
            client.getDatabase(new ConnectionString(address).getDatabase())
                    .getCollection("users")
                    .insertOne(new Document("_id", user).append("name", name).append("email", email));
        }
    }

    private static double finished(Node node, String outcome) {
        return node.count("parley.reminders.finished", "outcome", outcome);
    }
}
