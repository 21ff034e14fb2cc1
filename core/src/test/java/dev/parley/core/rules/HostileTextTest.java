package dev.parley.core.rules;

import static dev.parley.core.testing.People.ANNA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.chat.Chat;
import dev.parley.core.chat.Media;
import dev.parley.core.chat.MessageType;
import dev.parley.core.chat.SendMessage;
import dev.parley.core.testing.People;
import dev.parley.core.user.User;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** No text makes a rule take more than linear time. The growth of the processor time is compared, not a time. */
class HostileTextTest {
    private static final long SEED = 20_261_126;
    private static final int SHORT = 4_000;
    private static final int LONG = 16_000;
    /** Four times the text: 4 is linear, 16 is quadratic. */
    private static final double MOST_GROWTH = 9;
    /** Below this a measurement says nothing. */
    private static final long NEGLIGIBLE_NANOS = 3_000_000;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final Chat CHAT = People.chat("000000000000000000000001");

    @Test
    void everyRuleTakesLinearTimeWhateverTheText() {
        List<Rule> rules = new ArrayList<>(RuleSettings.builtIn().afterPayload());
        rules.add(RuleSettings.builtIn().payload());
        Map<String, String> texts = HostileTexts.ofLength(SHORT, SEED);
        Map<String, String> longer = HostileTexts.ofLength(LONG, SEED);
        warmUp(rules, texts);
        for (Rule rule : rules) {
            String worst = "";
            long worstNanos = 0;
            for (Map.Entry<String, String> text : texts.entrySet()) {
                long nanos = cheapest(rule, text.getValue());
                if (nanos > worstNanos) {
                    worstNanos = nanos;
                    worst = text.getKey();
                }
                if (longer.containsKey(text.getKey())) {
                    assertLinear(rule, text.getKey(), nanos, longer.get(text.getKey()));
                }
            }
            System.out.printf(
                    "%-18s worst text of %d: %-40s %6d us%n", rule.name(), SHORT, shown(worst), worstNanos / 1000);
        }
    }

    private static void assertLinear(Rule rule, String name, long shortNanos, String text) {
        long nanos = cheapest(rule, text);
        if (nanos > NEGLIGIBLE_NANOS) {
            assertThat((double) nanos / shortNanos)
                    .as(
                            "%s on %s, seed %d: %d us, %d us for four times as much",
                            rule.name(), name, SEED, shortNanos / 1000, nanos / 1000)
                    .isLessThan(MOST_GROWTH);
        }
    }

    private static void warmUp(List<Rule> rules, Map<String, String> texts) {
        for (int i = 0; i < 5; i++) {
            texts.values().forEach(text -> rules.forEach(rule -> rule.judge(facts(text))));
        }
    }

    private static long cheapest(Rule rule, String text) {
        Facts facts = facts(text);
        long cheapest = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            long began = THREADS.getCurrentThreadCpuTime();
            rule.judge(facts);
            cheapest = Math.min(cheapest, THREADS.getCurrentThreadCpuTime() - began);
        }
        return Math.max(cheapest, 1);
    }

    /** The text is the content, an attachment's address, its type and its name. */
    private static Facts facts(String text) {
        Media media = new Media("https://a.example/" + text, Optional.of(text), Optional.of(text), Optional.empty());
        SendMessage message =
                new SendMessage(CHAT.id(), ANNA, text, MessageType.TEXT, List.of(media), Optional.empty());
        return Facts.of(message).in(Optional.of(CHAT), User.unknown(ANNA), User.unknown(CHAT.provider()));
    }

    private static String shown(String name) {
        String plain = name.replace("\n", "\\n");
        return plain.length() > 40 ? plain.substring(0, 40) : plain;
    }
}
