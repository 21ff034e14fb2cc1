package dev.parley.gateway.trace;

import dev.parley.core.chat.SendMessage;
import dev.parley.core.rules.Mode;
import dev.parley.core.rules.RuleListener;
import java.util.List;

/** Decorates a listener: records what rules in mode shadow would have done to messages to which the client gave an id. */
public final class TracedDecisions implements RuleListener {
    private final RuleListener next;
    private final TraceRecorder recorder;
    private final List<String> names;

    /** @param names of all rules */
    public TracedDecisions(RuleListener next, TraceRecorder recorder, List<String> names) {
        this.next = next;
        this.recorder = recorder;
        this.names = List.copyOf(names);
    }

    @Override
    public void decided(String rule, Mode mode, Outcome outcome) {
        next.decided(rule, mode, outcome);
    }

    @Override
    public void shadowed(SendMessage command, String rule, Outcome outcome) {
        command.clientMessageId()
                .ifPresent(id -> recorder.shadowed(
                        id, command.chatId().value(), outcome, names.indexOf(rule) & TracedRules.NO_RULE));
    }
}
