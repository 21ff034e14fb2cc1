package dev.parley.gateway.ops;

import dev.parley.core.chat.Chat;
import dev.parley.core.chat.MessageRepository;
import dev.parley.core.chat.MessageRepository.Stored;
import dev.parley.core.chat.MessageRules;
import dev.parley.core.chat.SendMessage;
import dev.parley.core.id.UserId;
import dev.parley.gateway.telemetry.Telemetry;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Measures the duration of the stages of a send, the rules and the store, and makes them spans of its trace. */
public final class SendStages {
    private final MeterRegistry registry;
    private final Telemetry telemetry;

    public SendStages(MeterRegistry registry, Telemetry telemetry) {
        this.registry = registry;
        this.telemetry = telemetry;
    }

    /** Decorates rules: measures {@code accept}. */
    public MessageRules timed(MessageRules rules) {
        Timer timer = stage("rules");
        return new MessageRules() {
            @Override
            public CompletionStage<Accepted> accept(SendMessage command) {
                return telemetry.stage("rules", () -> measured(timer, () -> rules.accept(command)));
            }

            @Override
            public CompletionStage<List<Decision>> explain(SendMessage command) {
                return rules.explain(command);
            }

            @Override
            public CompletionStage<Allowance> allowance(Chat chat, UserId sender) {
                return rules.allowance(chat, sender);
            }
        };
    }

    /** Decorates a repository: measures {@code append}. */
    public MessageRepository timed(MessageRepository messages) {
        Timer timer = stage("store");
        return new TimedMessages(messages, (draft, stored) -> {
            Consumer<Stored> announced = telemetry.later(stored);
            return telemetry.stage("store", () -> measured(timer, () -> messages.append(draft, announced)));
        });
    }

    private Timer stage(String name) {
        return Timer.builder("parley.send.stage")
                .description("Duration of the stages of a send")
                .tag("stage", name)
                .register(registry);
    }

    private <T> CompletionStage<T> measured(Timer timer, Supplier<CompletionStage<T>> work) {
        Timer.Sample sample = Timer.start(registry);
        return work.get().whenComplete((result, failure) -> sample.stop(timer));
    }
}
