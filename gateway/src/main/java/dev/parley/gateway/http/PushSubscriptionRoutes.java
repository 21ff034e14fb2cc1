package dev.parley.gateway.http;

import dev.parley.core.id.PushSubscriptionId;
import dev.parley.core.id.UserId;
import dev.parley.core.reminder.PushSubscription;
import dev.parley.core.reminder.PushSubscriptionRules;
import dev.parley.core.reminder.PushSubscriptions;
import dev.parley.gateway.http.PushPayloads.PushKeyReply;
import dev.parley.gateway.http.PushPayloads.PushSubscriptionPayload;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** REST routes of the browsers to which a user's reminders are pushed. */
public final class PushSubscriptionRoutes {
    private final PushSubscriptions subscriptions;
    private final PushSubscriptionRules rules;
    private final Clock clock;

    public PushSubscriptionRoutes(PushSubscriptions subscriptions, PushSubscriptionRules rules, Clock clock) {
        this.subscriptions = subscriptions;
        this.rules = rules;
        this.clock = clock;
    }

    public List<RestEndpoint<?, ?>> routes() {
        return List.of(
                new RestEndpoint<>(Routes.GET_PUSH_KEY, this::key),
                new RestEndpoint<>(Routes.STORE_PUSH_SUBSCRIPTION, this::store),
                new RestEndpoint<>(Routes.REMOVE_PUSH_SUBSCRIPTION, this::remove));
    }

    private CompletionStage<Response<PushKeyReply>> key(RequestContext<Void> request) {
        return CompletableFuture.completedStage(Response.ok(new PushKeyReply(rules.applicationServerKey())));
    }

    private CompletionStage<Response<Void>> store(RequestContext<PushSubscriptionPayload> request) {
        UserId user = request.subject();
        PushSubscription subscription = request.body().subscription(idIn(request), clock.instant());
        rules.check(subscription);
        return subscriptions.store(user, subscription).thenApply(stored -> Response.noContent());
    }

    private CompletionStage<Response<Void>> remove(RequestContext<Void> request) {
        return subscriptions.remove(request.subject(), idIn(request)).thenApply(removed -> Response.noContent());
    }

    private static PushSubscriptionId idIn(RequestContext<?> request) {
        return new PushSubscriptionId(request.pathValues().get("subscriptionId"));
    }
}
