package dev.parley.core.rules;

import dev.parley.core.rules.ContactDetailsRule.Action;
import dev.parley.core.rules.HookRule.OnFailure;
import dev.parley.core.rules.StartRule.Starter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Every rule with its mode and numbers, in the order of evaluation; {@link #builtIn} where a rules file is silent. */
public record RuleSettings(
        PayloadRule payload,
        AccountRule account,
        ParticipantsRule participants,
        ChatStateRule chatState,
        StartRule start,
        BlockRule block,
        UnansweredRule unanswered,
        NewConversationsRule newConversations,
        ContactDetailsRule contactDetails,
        AttachmentsRule attachments,
        RateRule rate,
        HookRule hook) {
    private static final Set<String> ATTACHMENT_TYPES = Set.of(
            "image/*",
            "audio/*",
            "video/*",
            "text/plain",
            "text/csv",
            "application/pdf",
            "application/msword",
            "application/vnd.ms-excel",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");

    private static final RuleSettings BUILT_IN = new RuleSettings(
            new PayloadRule(Mode.ENFORCE),
            new AccountRule(Mode.ENFORCE),
            new ParticipantsRule(Mode.ENFORCE),
            new ChatStateRule(Mode.ENFORCE),
            new StartRule(Mode.ENFORCE, Starter.CLIENT),
            new BlockRule(Mode.ENFORCE),
            new UnansweredRule(Mode.SHADOW, 3),
            new NewConversationsRule(Mode.SHADOW, 20, 60),
            new ContactDetailsRule(Mode.SHADOW, Action.MASK),
            new AttachmentsRule(Mode.ENFORCE, ATTACHMENT_TYPES, 10, 10 * 1024 * 1024, Set.of()),
            new RateRule(Mode.ENFORCE, 20, 120),
            new HookRule(Mode.OFF, Optional.empty(), List.of(), Duration.ofMillis(1_500), OnFailure.ALLOW));

    /** The defaults of the contract. */
    public static RuleSettings builtIn() {
        return BUILT_IN;
    }

    /** The names of all rules, in the order of evaluation. */
    public static List<String> names() {
        List<String> names = new ArrayList<>();
        names.add(BUILT_IN.payload.name());
        BUILT_IN.afterPayload().forEach(rule -> names.add(rule.name()));
        names.add(RateRule.NAME);
        names.add(HookRule.NAME);
        return names;
    }

    /** Those that need more than the command itself. */
    List<Rule> afterPayload() {
        return List.of(
                account,
                participants,
                chatState,
                start,
                block,
                unanswered,
                newConversations,
                contactDetails,
                attachments);
    }

    boolean askForPeople() {
        return isOn(account) || isOn(block);
    }

    boolean askWhetherFirst() {
        return isOn(start) || isOn(newConversations);
    }

    static boolean isOn(Rule rule) {
        return rule.mode() != Mode.OFF;
    }
}
