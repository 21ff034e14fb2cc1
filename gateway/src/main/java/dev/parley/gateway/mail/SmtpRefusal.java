package dev.parley.gateway.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;

/**
 * A reply with which a mail server refuses a mail for good: a 5xx to the receiver's address or to the message.
 *
 * @param subject what was refused, for logs
 * @param status the code of the reply with its enhanced status, such as {@code 554 5.7.1}; without the text, which may name people
 */
record SmtpRefusal(String subject, String status) {
    private static final int PERMANENT = 500;
    /** The server wants a login, which is a matter of our settings. */
    private static final int AUTHENTICATION_REQUIRED = 530;

    private static final Pattern STATUS = Pattern.compile("[0-9]{3}(?:[ -][245][.][0-9]{1,3}[.][0-9]{1,3})?");

    /** Empty for what may be different the next time: our own address, the login, the connection, and each 4xx. */
    static Optional<SmtpRefusal> of(SendFailedException failed) {
        for (Exception each = failed; each instanceof MessagingException failure; each = failure.getNextException()) {
            if (failure instanceof SMTPAddressFailedException address && isFinal(address.getReturnCode())) {
                return Optional.of(new SmtpRefusal("the address", status(address)));
            }
            if (failure instanceof SMTPSendFailedException mail && isFinal(mail.getReturnCode()) && isMessage(mail)) {
                return Optional.of(new SmtpRefusal("the message", status(mail)));
            }
        }
        return Optional.empty();
    }

    private static boolean isFinal(int code) {
        return code >= PERMANENT && code != AUTHENTICATION_REQUIRED;
    }

    /** {@code DATA} and the end of the message. */
    private static boolean isMessage(SMTPSendFailedException failed) {
        return failed.getCommand().startsWith("DATA") || failed.getCommand().startsWith(".");
    }

    private static String status(MessagingException failed) {
        Matcher status = STATUS.matcher(String.valueOf(failed.getMessage()));
        return status.find() ? status.group() : "5xx";
    }
}
