package dev.parley.core.rules;

import dev.parley.core.endpoint.EndpointSettings;
import dev.parley.core.yaml.YamlEntries;
import dev.parley.core.yaml.YamlFile;
import dev.parley.core.yaml.YamlFileException;
import java.time.Duration;
import java.util.Optional;

/** Reads a rules file: YAML, one entry a rule, only what differs from {@link RuleSettings#builtIn}. */
public final class RulesFile {
    private RulesFile() {}

    /**
     * Throws {@link YamlFileException}, and nothing else, for what is not YAML, for every unknown name or value, and for a file
     * that is too long or too deeply nested.
     */
    public static RuleSettings parse(String yaml) {
        Optional<YamlEntries> file = YamlFile.entries(yaml, "the rules file");
        RuleSettings settings =
                file.map(entries -> settings(entries, RuleSettings.builtIn())).orElseGet(RuleSettings::builtIn);
        file.ifPresent(entries -> entries.refuseUnknown("rule"));
        return settings;
    }

    private static RuleSettings settings(YamlEntries file, RuleSettings defaults) {
        return new RuleSettings(
                file.settings("payload", defaults.payload(), (rule, d) -> new PayloadRule(mode(rule, d))),
                file.settings("account", defaults.account(), (rule, d) -> new AccountRule(mode(rule, d))),
                file.settings(
                        "participants", defaults.participants(), (rule, d) -> new ParticipantsRule(mode(rule, d))),
                file.settings("chat-state", defaults.chatState(), (rule, d) -> new ChatStateRule(mode(rule, d))),
                file.settings("start", defaults.start(), RulesFile::start),
                file.settings("block", defaults.block(), (rule, d) -> new BlockRule(mode(rule, d))),
                file.settings("unanswered", defaults.unanswered(), RulesFile::unanswered),
                file.settings("new-conversations", defaults.newConversations(), RulesFile::newConversations),
                file.settings("contact-details", defaults.contactDetails(), RulesFile::contactDetails),
                file.settings("attachments", defaults.attachments(), RulesFile::attachments),
                file.settings("rate", defaults.rate(), RulesFile::rate),
                file.settings(HookRule.NAME, defaults.hook(), RulesFile::hook));
    }

    private static StartRule start(YamlEntries rule, StartRule d) {
        return new StartRule(mode(rule, d), rule.word("who", d.who()));
    }

    private static UnansweredRule unanswered(YamlEntries rule, UnansweredRule d) {
        return new UnansweredRule(mode(rule, d), rule.number("max", d.max(), 1, 100));
    }

    private static NewConversationsRule newConversations(YamlEntries rule, NewConversationsRule d) {
        return new NewConversationsRule(
                mode(rule, d),
                rule.number("per-day", d.perDay(), 1, 100_000),
                rule.number("per-week", d.perWeek(), 1, 100_000));
    }

    private static ContactDetailsRule contactDetails(YamlEntries rule, ContactDetailsRule d) {
        return new ContactDetailsRule(mode(rule, d), rule.word("action", d.action()));
    }

    private static AttachmentsRule attachments(YamlEntries rule, AttachmentsRule d) {
        return new AttachmentsRule(
                mode(rule, d),
                rule.words("types", d.types()),
                rule.number("max", d.max(), 0, 100),
                rule.number("max-bytes", (int) d.maxBytes(), 1, Integer.MAX_VALUE),
                rule.words("hosts", d.hosts()));
    }

    private static RateRule rate(YamlEntries rule, RateRule d) {
        return new RateRule(
                rule.word("mode", d.mode()),
                rule.number("burst", d.burst(), 1, 100_000),
                rule.number("per-minute", d.perMinute(), 1, 1_000_000));
    }

    private static HookRule hook(YamlEntries rule, HookRule d) {
        Mode mode = rule.word("mode", d.mode());
        return new HookRule(
                mode,
                EndpointSettings.target(rule, mode != Mode.OFF),
                EndpointSettings.secrets(rule, mode != Mode.OFF),
                Duration.ofMillis(rule.number("timeout-ms", (int) d.timeout().toMillis(), 50, 3_000)),
                rule.word("on-failure", d.onFailure()));
    }

    private static Mode mode(YamlEntries rule, Rule otherwise) {
        return rule.word("mode", otherwise.mode());
    }
}
