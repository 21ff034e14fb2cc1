package dev.parley.gateway.events;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.core.error.ErrorCode;
import dev.parley.core.error.Failures;
import dev.parley.core.error.Rejection;
import dev.parley.core.logging.OncePerMinute;
import dev.parley.gateway.auth.Identity;
import dev.parley.gateway.auth.TokenAuthenticator;
import dev.parley.gateway.recovery.HandshakeResult;
import dev.parley.gateway.transport.ConnectAuthorizer;
import dev.parley.gateway.transport.ConnectDecision;
import dev.parley.gateway.transport.ConnectRequest;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts a socket with a valid token in its {@code auth} object. Without an authenticator every socket is accepted, and has
 * no user until its {@code user-join}.
 */
public final class TokenAuthorizer implements ConnectAuthorizer {
    private static final Logger LOG = LoggerFactory.getLogger(TokenAuthorizer.class);

    private final Optional<TokenAuthenticator> authenticator;
    private final OncePerMinute failures = new OncePerMinute(System::nanoTime);

    public TokenAuthorizer(Optional<TokenAuthenticator> authenticator) {
        this.authenticator = authenticator;
    }

    @Override
    public CompletionStage<ConnectDecision> authorize(ConnectRequest request) {
        return authenticator
                .map(tokens -> tokens.authenticate(credentialsIn(request.auth()), request.address())
                        .handle(this::decision))
                .orElseGet(() -> CompletableFuture.completedFuture(
                        new ConnectDecision.Accepted(new HandshakeResult(Optional.empty()))));
    }

    private static Optional<String> credentialsIn(JsonNode auth) {
        return Optional.ofNullable(auth.get("token"))
                .filter(token -> !token.isNull())
                .map(token -> token.isTextual() ? token.textValue() : token.toString());
    }

    private ConnectDecision decision(Identity identity, Throwable failure) {
        if (failure == null) {
            return new ConnectDecision.Accepted(new HandshakeResult(Optional.of(identity)));
        }
        if (Failures.unwrap(failure) instanceof Rejection rejection) {
            return refused("unauthorized", rejection.code());
        }
        failures.run(count -> LOG.warn(
                "{} tokens could not be checked, the last one because of {}",
                count,
                Failures.unwrap(failure).toString()));
        return refused(ErrorCode.UNAVAILABLE.word(), ErrorCode.UNAVAILABLE);
    }

    private static ConnectDecision refused(String message, ErrorCode code) {
        return new ConnectDecision.Refused(message, Map.of("code", code.word()));
    }
}
