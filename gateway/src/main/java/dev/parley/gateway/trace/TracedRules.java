package dev.parley.gateway.trace;

import dev.parley.core.chat.Chat;
import dev.parley.core.chat.MessageRules;
import dev.parley.core.chat.SendMessage;
import dev.parley.core.error.Failures;
import dev.parley.core.error.Rejection;
import dev.parley.core.id.UserId;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Decorates rules: records refusals of messages to which the client gave an id. */
public final class TracedRules implements MessageRules {
    /** What stands for a rule that is not known. */
    static final int NO_RULE = 0xff;

    private final MessageRules rules;
    private final TraceRecorder recorder;
    private final List<String> names;

    /** @param names of all rules */
    public TracedRules(MessageRules rules, TraceRecorder recorder, List<String> names) {
        this.rules = rules;
        this.recorder = recorder;
        this.names = List.copyOf(names);
    }

    @Override
    public CompletionStage<Accepted> accept(SendMessage command) {
        return rules.accept(command).whenComplete((accepted, failure) -> {
            if (failure != null && Failures.unwrap(failure) instanceof Rejection refusal) {
                refused(command, refusal);
            }
        });
    }

    private void refused(SendMessage command, Rejection refusal) {
        int rule = refusal.rule().map(names::indexOf).orElse(-1);
        command.clientMessageId()
                .ifPresent(id -> recorder.refused(id, command.chatId().value(), refusal.code(), rule & NO_RULE));
    }

    @Override
    public CompletionStage<List<Decision>> explain(SendMessage command) {
        return rules.explain(command);
    }

    @Override
    public CompletionStage<Allowance> allowance(Chat chat, UserId sender) {
        return rules.allowance(chat, sender);
    }
}
