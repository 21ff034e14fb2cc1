package dev.parley.gateway.auth;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Finds the caller of a request, or fails with one of the token codes. */
@FunctionalInterface
public interface CallerAuthenticator {

    /** @param bearer the token of the Authorization header, empty when there is none */
    CompletionStage<Caller> authenticate(Optional<String> bearer);
}
