package dev.parley.gateway.auth;

import java.util.concurrent.CompletableFuture;

/** The {@link CallerAuthenticator} of each {@code --auth} setting. */
public final class TokenCallers {

    private TokenCallers() {}

    /** {@code --auth jwt}: the caller is the subject of the token. */
    public static CallerAuthenticator of(TokenAuthenticator tokens) {
        return (credentials, address) ->
                tokens.authenticate(credentials, address).thenApply(TokenCallers::callerOf);
    }

    /** {@code --auth none}: every caller is a service. A token is ignored. */
    public static CallerAuthenticator everyoneIsService() {
        return (credentials, address) -> CompletableFuture.completedFuture(Caller.ANONYMOUS_SERVICE);
    }

    private static Caller callerOf(Identity identity) {
        return identity.isService() ? Caller.service(identity.userId().value()) : Caller.user(identity.userId());
    }
}
