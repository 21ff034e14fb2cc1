package dev.parley.gateway.mail;

import dev.parley.core.reminder.Reminder;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Optional;

/** One reminder as a mail with a text and an HTML part. Its {@code Message-ID} is the same for each attempt to send the reminder. */
final class ReminderMail extends MimeMessage {
    private static final String UTF_8 = "UTF-8";
    private final String id;

    /** @param model of the templates */
    ReminderMail(
            Session session,
            MailSettings settings,
            InternetAddress to,
            Reminder reminder,
            Map<String, Object> model,
            Instant now)
            throws MessagingException {
        super(session);
        InternetAddress from = new InternetAddress(settings.from());
        this.id = "<" + reminder.key() + "@"
                + from.getAddress().substring(from.getAddress().indexOf('@') + 1) + ">";
        setFrom(from);
        setRecipient(RecipientType.TO, to);
        setSentDate(Date.from(now));
        setSubject(settings.templates().subject(model), UTF_8);
        setContent(new MimeMultipart(
                "alternative",
                part(settings.templates().text(model), "plain"),
                part(settings.templates().html(model), "html")));
        setHeader("Auto-Submitted", "auto-generated");
        setReplyTo(settings, reminder);
        setUnsubscribe(settings.unsubscribe(reminder.receiver()));
        saveChanges();
    }

    /** An answer belongs to one chat. */
    private void setReplyTo(MailSettings settings, Reminder reminder) throws MessagingException {
        Optional<String> address = reminder.chats().size() == 1
                ? settings.replyTo(reminder.chats().get(0).chat().id())
                : Optional.empty();
        if (address.isPresent()) {
            setReplyTo(new InternetAddress[] {new InternetAddress(address.get())});
        }
    }

    /** RFC 2369, and for pages RFC 8058. */
    private void setUnsubscribe(Optional<String> url) throws MessagingException {
        if (url.isPresent()) {
            setHeader("List-Unsubscribe", "<" + url.get() + ">");
            if (url.get().startsWith("https:")) {
                setHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
            }
        }
    }

    private static MimeBodyPart part(String content, String subtype) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setText(content, UTF_8, subtype);
        return part;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
        setHeader("Message-ID", id);
    }
}
