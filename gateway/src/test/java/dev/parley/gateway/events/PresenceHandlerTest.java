package dev.parley.gateway.events;

import static dev.parley.core.testing.People.ANNA;
import static dev.parley.core.testing.People.BORIS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.testing.Stages;
import dev.parley.core.user.User;
import dev.parley.gateway.presence.PresencePersister;
import dev.parley.gateway.presence.PresenceReconciler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PresenceHandlerTest {
    private static final Instant YESTERDAY = Instant.parse("2029-12-31T12:00:00Z");

    private final HandlerFixture gateway = new HandlerFixture();
    private final Phone anna = gateway.phoneOf(ANNA);

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void oneUserIsAnsweredAndEmitted() {
        gateway.phoneOf(BORIS);
        anna.heard();
        var reply = anna.emit("get-online-status", "\"" + BORIS + "\"");
        assertThat(reply.get("isOnline").booleanValue()).isTrue();
        assertThat(anna.heard())
                .containsExactly("online-status {\"userId\":\"" + BORIS
                        + "\",\"isOnline\":true,\"lastActive\":\"2030-01-01T12:00:00.000Z\"}");
    }

    @Test
    void severalUsersAreAnsweredInTheirOrder() {
        var reply = anna.emit("get-online-status", "[\"nobody\",\"anna\"]");
        assertThat(reply.at("/users/0/userId").textValue()).isEqualTo("nobody");
        assertThat(reply.at("/users/0/lastActive").isNull()).isTrue();
        assertThat(reply.at("/users/1/isOnline").booleanValue()).isTrue();
        assertThat(anna.heard()).hasSize(2);
        assertThat(anna.emit("get-online-status", "[]").get("users")).isEmpty();
    }

    @Test
    void lastActiveOfAUserUnknownToPresenceComesFromTheCollection() {
        Stages.await(gateway.users.recordPresence(BORIS, false, YESTERDAY, 1));
        assertThat(anna.emit("get-online-status", "\"" + BORIS + "\"")
                        .get("lastActive")
                        .textValue())
                .isEqualTo("2029-12-31T12:00:00.000Z");
    }

    @Test
    void aBlockHidesEachFromTheOther() {
        Phone boris = gateway.phoneOf(BORIS);
        Stages.await(gateway.users.block(ANNA, BORIS));
        anna.heard();
        assertThat(isOnline(anna, BORIS.value())).isFalse();
        assertThat(isOnline(boris, "anna")).isFalse();
        boris.heard();
        anna.heard();
        anna.hangUp();
        assertThat(boris.heard()).isEmpty();
    }

    @Test
    void aUserWhoAppearsOfflineIsOfflineForOthersUntilShownAgain() {
        Phone boris = gateway.phoneOf(BORIS);
        anna.emit("set-online-status", "{\"userId\":\"anna\",\"isOnline\":false}");
        assertThat(boris.heard()).singleElement().asString().contains("\"isOnline\":false");
        assertThat(isOnline(boris, "anna")).isFalse();
        anna.emit("set-online-status", "{\"userId\":\"anna\",\"isOnline\":true}");
        assertThat(isOnline(boris, "anna")).isTrue();
    }

    @Test
    void choicesAreLimitedPerUserHoweverManySocketsMakeThem() {
        Phone boris = gateway.phoneOf(BORIS);
        boris.heard();
        for (int i = 0; i < 30; i++) {
            Phone tablet = gateway.phoneOf(ANNA);
            for (int toggle = 0; toggle < 12; toggle++) {
                tablet.emit("set-online-status", "{\"userId\":\"anna\",\"isOnline\":" + (toggle % 2 == 1) + "}");
            }
        }
        assertThat(boris.heard()).hasSize(20);
        assertThat(anna.outcome("set-online-status", "{\"userId\":\"anna\",\"isOnline\":false}"))
                .isEqualTo("rate_limited");
        gateway.clock.advance(Duration.ofSeconds(1));
        assertThat(anna.outcome("set-online-status", "{\"userId\":\"anna\",\"isOnline\":false}"))
                .isEqualTo("ok");
    }

    @Test
    void presenceIsPersistedForOtherReaders() {
        assertThat(recorded().isOnline()).isTrue();
        gateway.clock.advance(Duration.ofMinutes(1));
        anna.hangUp();
        assertThat(recorded().isOnline()).isFalse();
        assertThat(recorded().lastActive()).contains(gateway.clock.instant());
    }

    @Test
    void afterALossOfPresenceThePersistedStatusIsCorrected() {
        gateway.registry.forgetAll();
        var repair = new PresenceReconciler(
                gateway.registry,
                gateway.users,
                List::of,
                new PresencePersister(gateway.users, gateway.timers, gateway.meters),
                gateway.timers,
                gateway.clock);
        repair.start();
        gateway.timers.advance(Duration.ofSeconds(15));
        repair.stop();
        assertThat(recorded().isOnline()).isFalse();
    }

    private boolean isOnline(Phone asker, String user) {
        return asker.emit("get-online-status", "\"" + user + "\"")
                .get("isOnline")
                .booleanValue();
    }

    private User recorded() {
        Map<?, User> found = Stages.await(gateway.users.findAll(List.of(ANNA)));
        return found.get(ANNA);
    }
}
