package dev.parley.core.mongo;

import dev.parley.core.id.NotificationId;
import dev.parley.core.notification.Notification;
import org.bson.Document;

/** The {@code notifications} collection's documents. */
final class NotificationDocuments {
    private NotificationDocuments() {}

    static Document toStored(Notification notification) {
        Document document = new Document("_id", StoredIds.of(notification.id()))
                .append("userId", StoredIds.of(notification.userId()))
                .append("type", notification.type())
                .append("title", notification.title())
                .append("body", notification.body())
                .append("data", JsonValues.toStored(notification.data()))
                .append("delivered", notification.delivered())
                .append("isRead", notification.isRead())
                .append("createdAt", Fields.date(notification.createdAt()));
        Fields.append(document, "readAt", notification.readAt().map(Fields::date));
        Fields.append(document, "expiresAt", notification.expiresAt().map(Fields::date));
        return document;
    }

    static Notification fromStored(Document document) {
        return new Notification(
                new NotificationId(StoredIds.text(document.get("_id"))),
                StoredIds.user(document.get("userId")),
                Fields.text(document, "type").orElse(""),
                Fields.text(document, "title").orElse(""),
                Fields.text(document, "body").orElse(""),
                JsonValues.fromStored(document.get("data") instanceof Document data ? data : new Document()),
                Fields.flag(document, "delivered"),
                Fields.flag(document, "isRead"),
                Fields.time(document, "readAt"),
                MessageDocuments.createdAt(document),
                Fields.time(document, "expiresAt"));
    }
}
