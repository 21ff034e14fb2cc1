package dev.parley.gateway.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailTemplatesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"{{>footer}}", "{{#chats}}{{>/etc/passwd}}{{/chats}}", "{{^chats}}{{<base}}{{/base}}{{/chats}}"})
    void aTemplateThatIncludesAnotherIsRefusedAtTheStart(String text) {
        assertThatThrownBy(() -> MailTemplates.of("subject", text, "html"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("mail.text must not include another template");
    }

    @Test
    void aMistakeIsRefusedWithItsPart() {
        assertThatThrownBy(() -> MailTemplates.of("subject", "text", "{{#chats}}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("mail.html");
    }

    @Test
    void aSubjectIsOneShortLine() {
        MailTemplates templates = MailTemplates.of("{{sender}}", "", "");

        assertThat(templates.subject(Map.of("sender", "Anna\r\nBcc: all@home.example\u2028x")))
                .isEqualTo("Anna Bcc: all@home.example x");
        assertThat(templates.subject(Map.of("sender", "😀".repeat(500)))).isEqualTo("😀".repeat(100));
    }

    @Test
    void valuesAreEscapedInHtml() {
        MailTemplates templates =
                MailTemplates.of("", "{{#chats}}{{sender}}{{/chats}}", "{{#chats}}{{sender}}{{/chats}}");
        Map<String, Object> model = Map.of("chats", List.of(Map.of("sender", "<b>&{{x}}")));

        assertThat(templates.text(model)).isEqualTo("<b>&{{x}}");
        assertThat(templates.html(model)).isEqualTo("&lt;b&gt;&amp;{{x}}");
    }
}
