package dev.parley.gateway.http;

import dev.parley.gateway.auth.Caller;
import dev.parley.gateway.auth.CallerAuthenticator;
import java.util.concurrent.CompletionStage;

/** Admits a request to the API: authenticates its caller and charges the caller's quota. */
final class CallerGate {
    private final CallerAuthenticator callers;
    private final CallerQuotas quotas;

    /** Takes from one quota of one caller. */
    @FunctionalInterface
    interface Charge {
        /** Throws {@code rate_limited} when fewer than {@code items} are left; nothing is taken then. */
        void take(int items);
    }

    CallerGate(CallerAuthenticator callers, CallerQuotas quotas) {
        this.callers = callers;
        this.quotas = quotas;
    }

    /** Fails with one of the token codes. */
    CompletionStage<Caller> authenticate(HttpRequest request) {
        return callers.authenticate(request.header("authorization"), request.remoteAddress());
    }

    Charge chargeFor(Caller caller, HttpRequest request, RequestQuota quota) {
        return items -> quotas.take(caller, request.remoteAddress(), quota, items);
    }
}
