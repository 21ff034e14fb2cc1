package dev.parley.gateway.auth;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Finds the caller of a request, or fails with one of the token codes. */
@FunctionalInterface
public interface CallerAuthenticator {

    /**
     * @param credentials of the Authorization header; empty when there is none
     * @param address of the client
     */
    CompletionStage<Caller> authenticate(Optional<String> credentials, String address);
}
