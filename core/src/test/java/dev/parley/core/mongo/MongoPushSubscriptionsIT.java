package dev.parley.core.mongo;

import static dev.parley.core.testing.People.ANNA;
import static dev.parley.core.testing.People.BORIS;
import static dev.parley.core.testing.People.NOON;
import static dev.parley.core.testing.Stages.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.id.PushSubscriptionId;
import dev.parley.core.reminder.PushSubscription;
import dev.parley.core.reminder.PushSubscriptions;
import dev.parley.core.reminder.PushSubscriptionsContract;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MongoPushSubscriptionsIT extends PushSubscriptionsContract {
    @RegisterExtension
    static final FreshStore mongo = new FreshStore();

    @Override
    protected PushSubscriptions subscriptions() {
        return mongo.store().pushSubscriptions();
    }

    @Test
    void twoUsersOfOneBrowserNeverShareItsPushes() {
        for (int i = 0; i < 20; i++) {
            String endpoint = "https://push.example/" + i;
            CompletionStage<Void> anna = subscriptions().store(ANNA, subscription(endpoint, i));
            CompletionStage<Void> boris = subscriptions().store(BORIS, subscription(endpoint, i));
            await(anna);
            await(boris);
            List<PushSubscription> both = new ArrayList<>(await(subscriptions().of(ANNA)));
            both.addAll(await(subscriptions().of(BORIS)));
            assertThat(both)
                    .filteredOn(each -> each.endpoint().equals(endpoint))
                    .hasSize(1);
        }
    }

    private static PushSubscription subscription(String endpoint, int second) {
        return new PushSubscription(
                new PushSubscriptionId("browser"), endpoint, "BPublicKey", "secret", NOON.plusSeconds(second));
    }
}
