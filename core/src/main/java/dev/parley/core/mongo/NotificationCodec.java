package dev.parley.core.mongo;

import dev.parley.core.id.NotificationId;
import dev.parley.core.notification.Notification;
import org.bson.Document;

/** The {@code notifications} collection's documents. */
final class NotificationCodec {
    private NotificationCodec() {}

    static Document toStored(Notification notification) {
        Document document = new Document("_id", IdCodec.of(notification.id()))
                .append("userId", IdCodec.of(notification.userId()))
                .append("type", notification.type())
                .append("title", notification.title())
                .append("body", notification.body())
                .append("data", JsonValues.toStored(notification.data()))
                .append("delivered", notification.delivered())
                .append("isRead", notification.isRead())
                .append("createdAt", DocumentReader.date(notification.createdAt()));
        DocumentReader.append(document, "readAt", notification.readAt().map(DocumentReader::date));
        DocumentReader.append(document, "expiresAt", notification.expiresAt().map(DocumentReader::date));
        DocumentReader.append(
                document, "parleyExpiresAt", notification.expiresAt().map(DocumentReader::date));
        return document;
    }

    static Notification fromStored(Document document) {
        return new Notification(
                new NotificationId(IdCodec.text(document.get("_id"))),
                IdCodec.userOrUnknown(document.get("userId")),
                DocumentReader.text(document, "type").orElse(""),
                DocumentReader.text(document, "title").orElse(""),
                DocumentReader.text(document, "body").orElse(""),
                JsonValues.fromStored(document.get("data") instanceof Document data ? data : new Document()),
                DocumentReader.flag(document, "delivered"),
                DocumentReader.flag(document, "isRead"),
                DocumentReader.time(document, "readAt"),
                MessageCodec.createdAt(document),
                DocumentReader.time(document, "expiresAt"));
    }
}
