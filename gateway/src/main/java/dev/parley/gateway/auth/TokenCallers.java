package dev.parley.gateway.auth;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Who is asking, as the settings of {@code --auth} have it. */
public final class TokenCallers {

    private TokenCallers() {}

    /** {@code --auth jwt}: the token says. */
    public static CallerAuthenticator of(TokenAuthenticator tokens) {
        return bearer -> tokens.authenticate(bearer, "REST").thenApply(TokenCallers::callerOf);
    }

    /** {@code --auth none}: everyone is a service, also with a token, which nobody checks. */
    public static CallerAuthenticator everyoneIsService() {
        return bearer -> CompletableFuture.completedFuture(Caller.SERVICE);
    }

    private static Caller callerOf(Identity identity) {
        return identity.isService() ? Caller.SERVICE : new Caller(Optional.of(identity.userId()));
    }
}
