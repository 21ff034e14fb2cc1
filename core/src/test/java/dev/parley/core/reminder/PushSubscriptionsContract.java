package dev.parley.core.reminder;

import static dev.parley.core.testing.People.ANNA;
import static dev.parley.core.testing.People.BORIS;
import static dev.parley.core.testing.People.NOON;
import static dev.parley.core.testing.Stages.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.id.PushSubscriptionId;
import dev.parley.core.id.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Contract tests for each {@link PushSubscriptions}. */
public abstract class PushSubscriptionsContract {

    protected abstract PushSubscriptions subscriptions();

    @BeforeEach
    void start() {
        await(subscriptions().start());
        await(subscriptions().start());
    }

    @Test
    void aUsersSubscriptionsAreReadNewestFirst() {
        PushSubscription phone = stored(ANNA, "phone", "https://push.example/1", 1);
        PushSubscription laptop = stored(ANNA, "laptop", "https://push.example/2", 2);
        stored(BORIS, "phone", "https://push.example/3", 3);

        assertThat(await(subscriptions().of(ANNA))).containsExactly(laptop, phone);
    }

    @Test
    void theSameDeviceReplacesItsSubscription() {
        stored(ANNA, "phone", "https://push.example/1", 1);
        PushSubscription renewed = stored(ANNA, "phone", "https://push.example/2", 2);
        PushSubscription again = stored(ANNA, "phone", "https://push.example/2", 3);

        assertThat(renewed).isNotEqualTo(again);
        assertThat(await(subscriptions().of(ANNA))).containsExactly(again);
    }

    @Test
    void aBrowserBelongsToTheUserWhoStoredItLast() {
        stored(ANNA, "browser", "https://push.example/1", 1);
        PushSubscription ofBoris = stored(BORIS, "browser", "https://push.example/1", 1);

        assertThat(await(subscriptions().of(ANNA))).isEmpty();
        assertThat(await(subscriptions().of(BORIS))).containsExactly(ofBoris);
    }

    @Test
    void beyondTheLimitTheOldestAreRemoved() {
        for (int i = 0; i < PushSubscriptions.MAX_PER_USER + 3; i++) {
            stored(ANNA, "device" + i, "https://push.example/" + i, i);
        }
        await(subscriptions().remove(ANNA, new PushSubscriptionId("device22")));

        assertThat(await(subscriptions().of(ANNA)))
                .hasSize(PushSubscriptions.MAX_PER_USER - 1)
                .extracting(each -> each.id().value())
                .contains("device3")
                .doesNotContain("device2");
    }

    @Test
    void removingIsIdempotentAndOfOneUser() {
        stored(ANNA, "phone", "https://push.example/1", 1);
        await(subscriptions().remove(BORIS, new PushSubscriptionId("phone")));
        assertThat(await(subscriptions().of(ANNA))).hasSize(1);
        await(subscriptions().remove(ANNA, new PushSubscriptionId("phone")));
        await(subscriptions().remove(ANNA, new PushSubscriptionId("phone")));
        assertThat(await(subscriptions().of(ANNA))).isEmpty();
    }

    @Test
    void anExpiredOneIsRemovedUnlessItWasStoredAgain() {
        PushSubscription before = stored(ANNA, "phone", "https://push.example/1", 1);
        PushSubscription again = stored(ANNA, "phone", "https://push.example/1", 2);
        await(subscriptions().removeExpired(before));
        assertThat(await(subscriptions().of(ANNA))).containsExactly(again);
        await(subscriptions().removeExpired(again));
        assertThat(await(subscriptions().of(ANNA))).isEmpty();
    }

    @Test
    void theSameOneStoredManyTimesAtOnceIsThereOnce() {
        List<CompletionStage<Void>> stores = new ArrayList<>();
        PushSubscription phone = subscription("phone", "https://push.example/1", 1);
        for (int i = 0; i < 8; i++) {
            stores.add(subscriptions().store(ANNA, phone));
        }
        stores.forEach(each -> await(each));

        assertThat(await(subscriptions().of(ANNA))).containsExactly(phone);
    }

    private PushSubscription stored(UserId user, String id, String endpoint, int second) {
        PushSubscription subscription = subscription(id, endpoint, second);
        await(subscriptions().store(user, subscription));
        return subscription;
    }

    private static PushSubscription subscription(String id, String endpoint, int second) {
        return new PushSubscription(
                new PushSubscriptionId(id), endpoint, "BPublicKey", "secret", NOON.plusSeconds(second));
    }
}
