package dev.parley.gateway.events;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.core.error.ErrorCode;
import dev.parley.core.error.Failures;
import dev.parley.core.error.Rejection;
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

/** Lets in who has a valid token in the {@code auth} object; without an authenticator everyone, as nobody yet. */
public final class TokenAuthorizer implements ConnectAuthorizer {
    private static final Logger LOG = LoggerFactory.getLogger(TokenAuthorizer.class);

    private final Optional<TokenAuthenticator> authenticator;

    public TokenAuthorizer(Optional<TokenAuthenticator> authenticator) {
        this.authenticator = authenticator;
    }

    @Override
    public CompletionStage<ConnectDecision> admit(ConnectRequest request) {
        return authenticator
                .map(tokens -> tokens.authenticate(tokenOf(request.auth())).handle(TokenAuthorizer::admission))
                .orElseGet(() -> CompletableFuture.completedFuture(
                        new ConnectDecision.Accepted(new HandshakeResult(Optional.empty()))));
    }

    private static Optional<String> tokenOf(JsonNode auth) {
        return Optional.ofNullable(auth.get("token"))
                .filter(token -> !token.isNull())
                .map(token -> token.isTextual() ? token.textValue() : "")
                .map(token -> token.startsWith("Bearer ") ? token.substring("Bearer ".length()) : token);
    }

    private static ConnectDecision admission(Identity identity, Throwable failure) {
        if (failure == null) {
            return new ConnectDecision.Accepted(new HandshakeResult(Optional.of(identity)));
        }
        if (Failures.unwrap(failure) instanceof Rejection rejection) {
            return refused("unauthorized", rejection.code());
        }
        LOG.warn("a token could not be checked: {}", Failures.unwrap(failure).toString());
        return refused(ErrorCode.UNAVAILABLE.word(), ErrorCode.UNAVAILABLE);
    }

    private static ConnectDecision refused(String message, ErrorCode code) {
        return new ConnectDecision.Refused(message, Map.of("code", code.word()));
    }
}
