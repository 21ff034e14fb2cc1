package dev.parley.core.rules;

import java.io.StringReader;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.reader.ReaderException;

/** Reads a rules file: YAML, one entry a rule, only what differs from {@link RuleSettings#builtIn}. */
public final class RulesFile {
    private static final int MAX_CHARACTERS = 100_000;
    private static final int MAX_DEPTH = 10;

    private RulesFile() {}

    /**
     * Throws {@link RulesFileException}, and nothing else, for what is not YAML, for every unknown name or value, and for a file
     * that is too long or too deeply nested.
     */
    public static RuleSettings parse(String yaml) {
        Node root = compose(yaml);
        if (root == null) {
            return RuleSettings.builtIn();
        }
        YamlEntries file = YamlEntries.of(root, "the rules file");
        RuleSettings settings = settings(file, RuleSettings.builtIn());
        file.refuseUnknown("rule");
        return settings;
    }

    private static Node compose(String yaml) {
        if (yaml.length() > MAX_CHARACTERS) {
            throw new RulesFileException(1, "the file has more than " + MAX_CHARACTERS + " characters");
        }
        try {
            return new Yaml(new SafeConstructor(limits())).compose(new StringReader(yaml));
        } catch (MarkedYAMLException broken) {
            int line = broken.getProblemMark() == null
                    ? 1
                    : broken.getProblemMark().getLine() + 1;
            throw new RulesFileException(line, String.valueOf(broken.getProblem()));
        } catch (ReaderException broken) {
            throw new RulesFileException(
                    line(yaml, broken.getPosition()),
                    "character U+%04X is not allowed".formatted(broken.getCodePoint()));
        } catch (YAMLException unreadable) {
            throw new RulesFileException(
                    1, unreadable.getMessage().lines().findFirst().orElse("not YAML"));
        }
    }

    private static LoaderOptions limits() {
        LoaderOptions limits = new LoaderOptions();
        limits.setNestingDepthLimit(MAX_DEPTH);
        limits.setMaxAliasesForCollections(0);
        limits.setCodePointLimit(MAX_CHARACTERS);
        return limits;
    }

    private static int line(String yaml, int position) {
        String before = yaml.substring(0, Math.max(0, Math.min(position, yaml.length())));
        return (int) before.chars().filter(c -> c == '\n').count() + 1;
    }

    private static RuleSettings settings(YamlEntries file, RuleSettings defaults) {
        return new RuleSettings(
                file.rule("payload", defaults.payload(), (rule, d) -> new PayloadRule(rule.mode(d))),
                file.rule("account", defaults.account(), (rule, d) -> new AccountRule(rule.mode(d))),
                file.rule("participants", defaults.participants(), (rule, d) -> new ParticipantsRule(rule.mode(d))),
                file.rule("chat-state", defaults.chatState(), (rule, d) -> new ChatStateRule(rule.mode(d))),
                file.rule("start", defaults.start(), RulesFile::start),
                file.rule("block", defaults.block(), (rule, d) -> new BlockRule(rule.mode(d))),
                file.rule("unanswered", defaults.unanswered(), RulesFile::unanswered),
                file.rule("new-conversations", defaults.newConversations(), RulesFile::newConversations),
                file.rule("contact-details", defaults.contactDetails(), RulesFile::contactDetails),
                file.rule("attachments", defaults.attachments(), RulesFile::attachments),
                file.rule("rate", defaults.rate(), RulesFile::rate));
    }

    private static StartRule start(YamlEntries rule, StartRule d) {
        return new StartRule(rule.mode(d), rule.word("who", d.who()));
    }

    private static UnansweredRule unanswered(YamlEntries rule, UnansweredRule d) {
        return new UnansweredRule(rule.mode(d), rule.number("max", d.max(), 1, 100));
    }

    private static NewConversationsRule newConversations(YamlEntries rule, NewConversationsRule d) {
        return new NewConversationsRule(
                rule.mode(d),
                rule.number("per-day", d.perDay(), 1, 100_000),
                rule.number("per-week", d.perWeek(), 1, 100_000));
    }

    private static ContactDetailsRule contactDetails(YamlEntries rule, ContactDetailsRule d) {
        return new ContactDetailsRule(rule.mode(d), rule.word("action", d.action()));
    }

    private static AttachmentsRule attachments(YamlEntries rule, AttachmentsRule d) {
        return new AttachmentsRule(
                rule.mode(d),
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
}
