package dev.parley.gateway;

import dev.parley.gateway.auth.CallerAuthenticator;
import dev.parley.gateway.auth.TokenAuthenticator;
import dev.parley.gateway.auth.TokenCallers;
import dev.parley.gateway.auth.TokenCheckQueue;
import dev.parley.gateway.auth.TokenSettings;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ThreadPoolExecutor;

/** The authenticator of sockets and of REST callers with its threads; empty with {@code --auth none}. */
final class TokenChecks {
    private final ThreadPoolExecutor checks = TokenCheckQueue.newExecutor("parley-tokens");
    private final ThreadPoolExecutor keyFetches = TokenCheckQueue.newExecutor("parley-jwks");
    private final Optional<TokenAuthenticator> authenticator;

    TokenChecks(Optional<TokenSettings> tokens, Clock clock) {
        authenticator = tokens.map(settings -> new TokenAuthenticator(settings, checks, keyFetches, clock));
    }

    Optional<TokenAuthenticator> authenticator() {
        return authenticator;
    }

    CallerAuthenticator callers() {
        return authenticator.map(TokenCallers::of).orElseGet(TokenCallers::everyoneIsService);
    }

    /** May be called twice. */
    void stop() {
        authenticator.ifPresent(TokenAuthenticator::close);
        checks.shutdownNow();
        keyFetches.shutdownNow();
    }
}
