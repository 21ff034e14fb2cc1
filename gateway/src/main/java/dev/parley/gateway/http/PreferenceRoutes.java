package dev.parley.gateway.http;

import dev.parley.core.reminder.Preferences;
import dev.parley.core.reminder.PreferencesRepository;
import dev.parley.gateway.http.PreferencePayloads.PreferencesPayload;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** REST routes of the reminders that a user wants. */
public final class PreferenceRoutes {
    private final PreferencesRepository preferences;

    public PreferenceRoutes(PreferencesRepository preferences) {
        this.preferences = preferences;
    }

    public List<RestEndpoint<?, ?>> routes() {
        return List.of(
                new RestEndpoint<>(Routes.GET_PREFERENCES, this::get),
                new RestEndpoint<>(Routes.SET_PREFERENCES, this::set));
    }

    private CompletionStage<Response<PreferencesPayload>> get(RequestContext<Void> request) {
        return preferences.find(request.subject()).thenApply(PreferenceRoutes::reply);
    }

    private CompletionStage<Response<PreferencesPayload>> set(RequestContext<PreferencesPayload> request) {
        Preferences wanted = request.body().preferences();
        return preferences.store(request.subject(), wanted).thenApply(stored -> reply(wanted));
    }

    private static Response<PreferencesPayload> reply(Preferences preferences) {
        return Response.ok(PreferencesPayload.of(preferences));
    }
}
