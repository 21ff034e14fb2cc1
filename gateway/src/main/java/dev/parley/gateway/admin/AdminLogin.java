package dev.parley.gateway.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.core.error.Failures;
import dev.parley.core.logging.OncePerMinute;
import dev.parley.gateway.auth.TokenCheckQueue;
import dev.parley.gateway.transport.ConnectAuthorizer;
import dev.parley.gateway.transport.ConnectDecision;
import dev.parley.gateway.transport.ConnectRequest;
import dev.parley.gateway.transport.Session;
import dev.parley.gateway.transport.SessionAttachment;
import dev.parley.gateway.transport.limits.AddressKey;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Authorizes for the namespace {@code /admin} with a user and password, or with the id of a session that a login has begun. Leaves the
 * other namespaces to another authorizer. An admin uses a connection of its own, as the Admin UI does.
 */
final class AdminLogin implements ConnectAuthorizer {
    private static final Logger LOG = LoggerFactory.getLogger(AdminLogin.class);
    /** The word that the Admin UI knows. */
    private static final ConnectDecision INVALID = refused("invalid credentials");

    private final ConnectAuthorizer others;
    private final Supplier<Optional<AdminUsers>> users;
    private final AdminSessions sessions;
    private final TokenCheckQueue checks;
    private final AdminMeters meters;
    private final LoginAttempts attempts = new LoginAttempts();
    private final OncePerMinute refusals = new OncePerMinute(System::nanoTime);
    private final OncePerMinute failures = new OncePerMinute(System::nanoTime);

    /** @param checks where passwords are compared */
    AdminLogin(
            ConnectAuthorizer others,
            Supplier<Optional<AdminUsers>> users,
            AdminSessions sessions,
            TokenCheckQueue checks,
            AdminMeters meters) {
        this.others = others;
        this.users = users;
        this.sessions = sessions;
        this.checks = checks;
        this.meters = meters;
    }

    @Override
    public CompletionStage<ConnectDecision> authorize(ConnectRequest request) {
        Session session = request.session();
        boolean isAdmin = request.namespace().equals(AdminFrames.ADMIN);
        Optional<SessionAttachment> before = session.attachment(SessionAttachment.class);
        if (before.isPresent() && isAdmin != before.get() instanceof AdminAttachment) {
            return completed(refused("the namespace /admin needs a connection of its own"));
        }
        if (before.isEmpty()) {
            session.attach(isAdmin ? AdminAttachment.ASKING : AdminAttachment.Other.ASKING);
        }
        return isAdmin ? login(request) : others.authorize(request);
    }

    private CompletionStage<ConnectDecision> login(ConnectRequest request) {
        Object address = AddressKey.of(request.address());
        if (!attempts.take(address)) {
            return completed(counted(AdminMeters.Login.LIMITED, refused("too many attempts, try again in a minute")));
        }
        Optional<AdminUsers> known = users.get();
        Optional<String> session = text(request.auth(), "sessionId");
        CompletionStage<ConnectDecision> decision = known.isEmpty()
                ? completed(INVALID)
                : session.map(id -> resume(id, known.get()))
                        .orElseGet(() -> withPassword(request.auth(), address, known.get()));
        return decision.handle(this::told);
    }

    private CompletionStage<ConnectDecision> resume(String id, AdminUsers known) {
        return sessions.userOf(id, known).thenApply(user -> user.map(name -> accepted(name, Optional.empty()))
                .orElse(INVALID));
    }

    private CompletionStage<ConnectDecision> withPassword(JsonNode auth, Object address, AdminUsers known) {
        String user = text(auth, "username").orElse("");
        String password = text(auth, "password").orElse("");
        return checks.submit(address, () -> known.isValid(user, password))
                .thenCompose(isValid -> isValid
                        ? sessions.begin(user, known).thenApply(id -> accepted(user, Optional.of(id)))
                        : completed(INVALID));
    }

    private ConnectDecision told(ConnectDecision decision, Throwable failure) {
        if (failure != null) {
            failures.run(count -> LOG.warn(
                    "{} logins to the Admin UI could not be checked, the last one because of {}",
                    count,
                    Failures.unwrap(failure).toString()));
            return counted(AdminMeters.Login.FAILED, refused("unavailable"));
        }
        if (decision instanceof ConnectDecision.Accepted) {
            return counted(AdminMeters.Login.ACCEPTED, decision);
        }
        refusals.run(count -> LOG.warn("{} logins to the Admin UI were refused", count));
        return counted(AdminMeters.Login.REFUSED, decision);
    }

    private ConnectDecision counted(AdminMeters.Login outcome, ConnectDecision decision) {
        meters.login(outcome);
        return decision;
    }

    private static ConnectDecision accepted(String user, Optional<String> session) {
        return new ConnectDecision.Accepted(new AdminAttachment(user, session));
    }

    private static ConnectDecision refused(String message) {
        return new ConnectDecision.Refused(message, Map.of());
    }

    private static CompletionStage<ConnectDecision> completed(ConnectDecision decision) {
        return CompletableFuture.completedStage(decision);
    }

    private static Optional<String> text(JsonNode auth, String field) {
        return Optional.ofNullable(auth.get(field))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .filter(text -> !text.isEmpty());
    }
}
