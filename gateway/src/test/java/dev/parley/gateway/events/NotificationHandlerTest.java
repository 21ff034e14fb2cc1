package dev.parley.gateway.events;

import static dev.parley.core.testing.People.ANNA;
import static dev.parley.core.testing.People.BORIS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NotificationHandlerTest {
    private final HandlerFixture gateway = new HandlerFixture();
    private final Phone anna = gateway.phoneOf(ANNA);

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void whatWaitedIsHandedOverOnce() {
        gateway.notify(ANNA, "one");
        var joined = anna.emit("join-notifications", "\"anna\"");
        assertThat(joined.get("unread").longValue()).isEqualTo(1);
        assertThat(joined.at("/notifications/0/title").textValue()).isEqualTo("one");
        assertThat(joined.get("hasMore").booleanValue()).isFalse();
        assertThat(gateway.phoneOf(ANNA).emit("join-notifications", "\"anna\"").get("notifications"))
                .isEmpty();
    }

    @Test
    void whoJoinedHearsOfNewOnes() {
        anna.emit("join-notifications", "\"anna\"");
        gateway.notify(ANNA, "now");
        gateway.notify(BORIS, "not for Anna");
        assertThat(anna.heard()).singleElement().asString().contains("new-notification", "now");
    }

    @Test
    void readingOneIsHeardOnceByEachOfAnnasSockets() {
        anna.emit("join-notifications", "\"anna\"");
        gateway.notify(ANNA, "one");
        String id = idOfTheOne();
        Phone asking = gateway.phoneOf(ANNA);
        var reply = asking.emit("mark-notification-read", "\"" + id + "\"");
        String read = "notification-read {\"notificationId\":\"" + id + "\",\"unread\":0}";
        assertThat(reply.get("unread").longValue()).isZero();
        assertThat(anna.heard()).containsExactly(read);
        assertThat(asking.heard()).containsExactly(read);
    }

    @Test
    void theSocketInTheRoomThatAsksHearsItOnce() {
        anna.emit("join-notifications", "\"anna\"");
        gateway.notify(ANNA, "one");
        anna.heard();
        anna.emit("mark-all-notifications-read", "\"anna\"");
        assertThat(anna.heard()).containsExactly("all-notifications-read {\"readCount\":1,\"unread\":0}");
    }

    @Test
    void nobodyReadsForSomeoneElse() {
        gateway.notify(BORIS, "his");
        assertThat(anna.outcome("mark-notification-read", "{\"notificationId\":\"00000000000000000000000a\"}"))
                .isEqualTo("notification_not_found");
        assertThat(anna.outcome("mark-all-notifications-read", "\"" + BORIS + "\""))
                .isEqualTo("identity_mismatch");
    }

    @Test
    void theCountIsAnsweredAndEmitted() {
        gateway.notify(ANNA, "one");
        assertThat(anna.emit("get-unread-count", "\"anna\"")).hasToString("{\"ok\":true,\"count\":1}");
        assertThat(anna.heard()).containsExactly("unread-count {\"count\":1}");
    }

    private String idOfTheOne() {
        String heard = anna.heard().get(0);
        int start = heard.indexOf("\"_id\":\"") + "\"_id\":\"".length();
        return heard.substring(start, start + 24);
    }
}
