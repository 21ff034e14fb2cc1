package dev.parley.core.reminder;

import dev.parley.core.testing.InMemoryPushSubscriptions;

class InMemoryPushSubscriptionsTest extends PushSubscriptionsContract {
    private final InMemoryPushSubscriptions subscriptions = new InMemoryPushSubscriptions();

    @Override
    protected PushSubscriptions subscriptions() {
        return subscriptions;
    }
}
