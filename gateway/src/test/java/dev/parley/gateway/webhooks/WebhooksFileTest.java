package dev.parley.gateway.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.chat.Chat;
import dev.parley.core.id.ChatId;
import dev.parley.core.id.UserId;
import dev.parley.core.outbox.EventType;
import dev.parley.core.yaml.YamlFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhooksFileTest {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String CRM = """
            crm:
              url: https://crm.example/parley
              secrets: [%s]
            """.formatted(SECRET);

    @Test
    void anEndpointNeedsAUrlAndASecret() {
        WebhookEndpoint crm = WebhooksFile.parse(CRM).get("crm");

        assertThat(crm.target().url()).hasToString("https://crm.example/parley");
        assertThat(crm.events()).containsExactlyInAnyOrder(EventType.values());
        assertThat(crm.timeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(crm.pauseAfter()).isEqualTo(Duration.ofDays(1));
        assertThat(crm.toString()).doesNotContain("MfKQ");
    }

    @Test
    void eventsAndContextsAreFiltered() {
        WebhookEndpoint crm = WebhooksFile.parse(
                        CRM + "  events: [message.created, user.online]\n" + "  contexts: [booking-*, support]\n")
                .get("crm");

        assertThat(crm.wants(EventType.MESSAGE_CREATED, chat("booking-7"))).isTrue();
        assertThat(crm.wants(EventType.MESSAGE_CREATED, chat("support"))).isTrue();
        assertThat(crm.wants(EventType.MESSAGE_CREATED, chat("support-2"))).isFalse();
        assertThat(crm.wants(EventType.MESSAGE_CREATED, Optional.empty())).isFalse();
        assertThat(crm.wants(EventType.MESSAGE_READ, chat("support"))).isFalse();
        assertThat(crm.wants(EventType.USER_ONLINE, Optional.empty())).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "crm: { url: 'https://crm.example/' } | line 1: secrets must list 1 to 5 secrets",
                "crm: { secrets: [SECRET] } | line 1: url must be https://host/path",
                "crm: { url: 'http://crm.example/', secrets: [SECRET] } | line 1: url must be https",
                "crm: { url: 'https://10.0.0.1/', secrets: [SECRET] } | line 1: url names a private address",
                "crm: { url: 'https://crm.example/', secrets: [hello] } | line 1: a secret must begin with whsec_",
                "crm: { url: 'https://crm.example/', secrets: [SECRET], event: [x] } | line 1: unknown setting of 'crm': 'event'",
                "crm: { url: 'https://crm.example/', secrets: [SECRET], events: [x] } | line 1: unknown event 'x'",
                "crm: { url: 'https://crm.example/', secrets: [SECRET], concurrency: 0 } | line 1: concurrency must be 1 to 64",
                "CRM 1: { url: 'https://crm.example/', secrets: [SECRET] } | line 1: an endpoint's name",
                "crm: hello | line 1: 'crm' must be names with values"
            })
    void whatIsWrongIsNamedWithItsLine(String yaml, String problem) {
        assertThatThrownBy(() -> WebhooksFile.parse(yaml.replace("SECRET", SECRET)))
                .isInstanceOf(YamlFileException.class)
                .hasMessageStartingWith(problem);
    }

    private static Optional<Chat> chat(String context) {
        return Optional.of(new Chat(
                new ChatId("64b000000000000000000c01"),
                new UserId("anna"),
                new UserId("boris"),
                Optional.of(context),
                Chat.Stage.INQUIRY,
                Chat.Status.OPEN,
                0,
                Optional.empty(),
                Instant.EPOCH,
                Instant.EPOCH));
    }
}
