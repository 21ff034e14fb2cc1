package dev.parley.core.rules;

import dev.parley.core.chat.Chat;
import dev.parley.core.chat.ChatRepository;
import dev.parley.core.chat.MessageRepository;
import dev.parley.core.chat.MessageRules;
import dev.parley.core.chat.MessageType;
import dev.parley.core.chat.SendMessage;
import dev.parley.core.error.ErrorCode;
import dev.parley.core.error.Rejection;
import dev.parley.core.id.UserId;
import dev.parley.core.rules.RateLimiter.RateDecision;
import dev.parley.core.rules.RuleListener.Outcome;
import dev.parley.core.rules.contact.ContactDetails;
import dev.parley.core.user.UserRepository;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The rules of the contract's section 4: facts are gathered, then the rules are asked in order, then the rate's quota, and last the hook,
 * which costs a request.
 */
public final class RuleSet implements MessageRules {
    private final FactLoader facts;
    private final RateLimiter limiter;
    private final RuleListener listener;
    private final Evaluation evaluation;
    private final HookStage hook;
    private volatile RuleSettings settings;

    public RuleSet(
            ChatRepository chats,
            MessageRepository messages,
            UserRepository users,
            RateLimiter limiter,
            MessageHook hook,
            RuleListener listener,
            Clock clock,
            RuleSettings settings) {
        this.facts = new FactLoader(chats, messages, users, clock);
        this.limiter = limiter;
        this.listener = listener;
        this.evaluation = new Evaluation(listener);
        this.hook = new HookStage(hook, listener);
        this.settings = settings;
        ContactDetails.load();
    }

    /** From now on; what is being decided ends as it began. */
    public void use(RuleSettings changed) {
        this.settings = changed;
    }

    public RuleSettings settings() {
        return settings;
    }

    @Override
    public CompletionStage<Accepted> accept(SendMessage command) {
        RuleSettings current = settings;
        try {
            evaluation.enforce(List.of(current.payload()), Facts.of(command));
        } catch (Rejection refused) {
            return CompletableFuture.failedStage(refused);
        }
        return facts.find(command, current)
                .thenApply(known -> evaluation.accepted(current.afterPayload(), known))
                .thenCompose(accepted -> command.isSystem()
                        ? CompletableFuture.completedStage(accepted)
                        : withinRate(accepted, command, current.rate())
                                .thenCompose(passed -> hook.accept(current.hook(), command, passed)));
    }

    @Override
    public CompletionStage<List<Decision>> explain(SendMessage command) {
        RuleSettings current = settings;
        List<Rule> rules = new ArrayList<>(List.of(current.payload()));
        rules.addAll(current.afterPayload());
        CompletionStage<Optional<RateDecision>> rate = command.isSystem()
                ? CompletableFuture.completedStage(Optional.empty())
                : peek(command.sender(), current.rate());
        CompletionStage<Facts> found = facts.find(command, current);
        return found.thenApply(known -> Decisions.of(rules, known))
                .thenCombine(rate, (decisions, decided) -> {
                    decisions.add(Decisions.of(current.rate(), decided));
                    return decisions;
                })
                .thenCombine(
                        found.thenCompose(known -> hook.explain(current.hook(), command, proposed(known))),
                        (decisions, asked) -> {
                            decisions.add(asked);
                            return List.copyOf(decisions);
                        });
    }

    @Override
    public CompletionStage<Allowance> allowance(Chat chat, UserId sender) {
        RuleSettings current = settings;
        SendMessage anything = new SendMessage(chat.id(), sender, "", MessageType.TEXT, List.of(), Optional.empty());
        List<Rule> rules = current.afterPayload().stream()
                .filter(rule -> !rule.needsContent())
                .toList();
        return facts.find(anything, chat, current)
                .thenCombine(
                        peek(sender, current.rate()),
                        (known, rate) -> Decisions.allowance(Decisions.of(rules, known), current.rate(), rate));
    }

    /** As the hook would be asked; empty where there is no chat. */
    private static Optional<Accepted> proposed(Facts facts) {
        return facts.chat()
                .map(chat -> new Accepted(chat, facts.content(), facts.command().data(), List.of()));
    }

    private CompletionStage<Accepted> withinRate(Accepted accepted, SendMessage command, RateRule rate) {
        if (rate.mode() == Mode.OFF) {
            return CompletableFuture.completedStage(accepted);
        }
        return Quota.ask(limiter.tryTake(command.sender())).thenApply(decision -> {
            count(command, rate, decision);
            decision.ifPresent(known -> refuseOver(rate, known));
            return accepted;
        });
    }

    private void count(SendMessage command, RateRule rate, Optional<RateDecision> decision) {
        Outcome outcome = decision.map(known -> known.allowed() ? Outcome.ALLOWED : Outcome.REFUSED)
                .orElse(Outcome.UNDECIDED);
        listener.decided(command, RateRule.NAME, rate.mode(), outcome);
    }

    private static void refuseOver(RateRule rate, RateDecision decision) {
        if (rate.mode() == Mode.ENFORCE && !decision.allowed()) {
            throw new Rejection(
                    ErrorCode.RATE_LIMITED, "too many messages", RateRule.NAME, decision.retryAfter(), Map.of());
        }
    }

    private CompletionStage<Optional<RateDecision>> peek(UserId sender, RateRule rate) {
        if (rate.mode() == Mode.OFF) {
            return CompletableFuture.completedStage(Optional.empty());
        }
        return Quota.ask(limiter.peek(sender));
    }
}
