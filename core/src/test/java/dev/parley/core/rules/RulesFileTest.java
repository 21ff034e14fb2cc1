package dev.parley.core.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.yaml.YamlFileException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RulesFileTest {

    @Test
    void onlyWhatDiffersIsSaid() {
        RuleSettings settings = RulesFile.parse("""
                rate:         { mode: enforce, burst: 2, per-minute: 12 }
                unanswered:   { mode: shadow, max: 5 }
                contact-details: { mode: off, action: block }
                start: { who: both }
                attachments: { types: [image/PNG], hosts: [cdn.example] }
                """);
        assertThat(settings.rate()).isEqualTo(new RateRule(Mode.ENFORCE, 2, 12));
        assertThat(settings.unanswered()).isEqualTo(new UnansweredRule(Mode.SHADOW, 5));
        assertThat(settings.contactDetails())
                .isEqualTo(new ContactDetailsRule(Mode.OFF, ContactDetailsRule.Action.BLOCK));
        assertThat(settings.start()).isEqualTo(new StartRule(Mode.ENFORCE, StartRule.Starter.BOTH));
        assertThat(settings.attachments().types()).containsExactly("image/png");
        assertThat(settings.attachments().max()).isEqualTo(10);
        assertThat(settings.block()).isEqualTo(RuleSettings.builtIn().block());
    }

    @Test
    void anEmptyFileSaysNothing() {
        assertThat(RulesFile.parse("")).isEqualTo(RuleSettings.builtIn());
        assertThat(RulesFile.parse("# nothing\n")).isEqualTo(RuleSettings.builtIn());
    }

    static List<String> unreadable() {
        return List.of(
                "block: {}\n\u0007",
                "block: {}\nrate: \uD83D",
                "[".repeat(5_000),
                "{".repeat(90_000),
                "# ".repeat(1_500_000),
                "a: &a [x]\nb: *a",
                "- ".repeat(40_000),
                "rate: !!java.net.URL [x]",
                "rate: *nothing",
                "block: {}\n---\nblock: {}",
                "rate: { burst: 99999999999999999999 }");
    }

    @ParameterizedTest
    @MethodSource("unreadable")
    void whateverTheFileHoldsTheErrorNamesALine(String yaml) {
        assertThatThrownBy(() -> RulesFile.parse(yaml))
                .isInstanceOf(YamlFileException.class)
                .hasMessageStartingWith("line ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            'rate: { burst: 1 }\\nrates: {}'           | line 2: unknown rule: 'rates'
            'rate:\\n  burts: 1'                        | line 2: unknown setting of 'rate': 'burts'
            'block: { mode: maybe }'                   | line 1: mode must be one of off, shadow, enforce, not 'maybe'
            'rate:\\n  mode: enforce\\n  burst: many'   | line 3: burst must be a whole number, not 'many'
            'unanswered: { max: 0 }'                   | line 1: max must be 1 to 100, not 0
            'block: enforce'                           | line 1: 'block' must be names with values
            '- block'                                  | line 1: the rules file must be names with values
            'block: {}\\nblock: {}'                     | line 2: 'block' is there twice
            'attachments: { hosts: cdn.example }'      | line 1: hosts must be a list
            'rate: { burst: [1] }'                     | line 1: a single word or number is expected here
            'rate: {'                                  | line
            """)
    void whatIsUnknownIsAnErrorThatNamesItsLine(String yaml, String problem) {
        assertThatThrownBy(() -> RulesFile.parse(yaml.replace("\\n", "\n")))
                .isInstanceOf(YamlFileException.class)
                .hasMessageStartingWith(problem);
    }
}
