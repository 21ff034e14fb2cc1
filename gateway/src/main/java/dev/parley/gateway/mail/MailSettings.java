package dev.parley.gateway.mail;

import dev.parley.core.id.ChatId;
import dev.parley.core.id.UserId;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * What mails say and to whom they are answered.
 *
 * @param from the sender's address
 * @param replyTo address for answers to a chat; {@code {chat}} stands for its id
 * @param link page of a chat; {@code {chat}} stands for its id
 * @param unsubscribe page or {@code mailto:} address; {@code {user}} stands for the receiver's id, {@code {token}} for its token
 * @param tokens empty without {@code {token}}
 * @param period the least time between two mails to a user
 */
public record MailSettings(
        SmtpServer server,
        String from,
        Optional<String> replyTo,
        Optional<String> link,
        Optional<String> unsubscribe,
        Optional<UnsubscribeTokens> tokens,
        Duration period,
        MailTemplates templates) {

    Optional<String> replyTo(ChatId chat) {
        return replyTo.map(pattern -> pattern.replace("{chat}", encoded(chat.value())));
    }

    Optional<String> link(ChatId chat) {
        return link.map(pattern -> pattern.replace("{chat}", encoded(chat.value())));
    }

    Optional<String> unsubscribe(UserId user) {
        String token = tokens.map(all -> all.of(user)).orElse("");
        return unsubscribe.map(
                pattern -> pattern.replace("{user}", encoded(user.value())).replace("{token}", token));
    }

    private static String encoded(String id) {
        return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
