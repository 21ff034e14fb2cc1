package dev.parley.gateway.handler;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.core.error.ErrorCode;
import dev.parley.core.error.Rejection;
import dev.parley.gateway.transport.Admission;
import dev.parley.gateway.transport.ConnectRequest;
import dev.parley.gateway.transport.NamespaceGate;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets in who has a valid token in the {@code auth} object; without an authenticator everyone, as nobody yet. */
public final class TokenGate implements NamespaceGate {
    private static final Logger LOG = LoggerFactory.getLogger(TokenGate.class);

    private final Optional<TokenAuthenticator> authenticator;

    public TokenGate(Optional<TokenAuthenticator> authenticator) {
        this.authenticator = authenticator;
    }

    @Override
    public CompletionStage<Admission> admit(ConnectRequest request) {
        return authenticator
                .map(tokens -> tokens.authenticate(tokenOf(request.auth())).handle(TokenGate::admission))
                .orElseGet(() ->
                        CompletableFuture.completedFuture(new Admission.Accepted(new Admitted(Optional.empty()))));
    }

    private static Optional<String> tokenOf(JsonNode auth) {
        return Optional.ofNullable(auth.get("token"))
                .filter(token -> !token.isNull())
                .map(token -> token.isTextual() ? token.textValue() : "")
                .map(token -> token.startsWith("Bearer ") ? token.substring("Bearer ".length()) : token);
    }

    private static Admission admission(Identity identity, Throwable failure) {
        if (failure == null) {
            return new Admission.Accepted(new Admitted(Optional.of(identity)));
        }
        if (Failures.cause(failure) instanceof Rejection rejection) {
            return refused("unauthorized", rejection.code());
        }
        LOG.warn("a token could not be checked: {}", Failures.cause(failure).toString());
        return refused(ErrorCode.UNAVAILABLE.word(), ErrorCode.UNAVAILABLE);
    }

    private static Admission refused(String message, ErrorCode code) {
        return new Admission.Refused(message, Map.of("code", code.word()));
    }
}
