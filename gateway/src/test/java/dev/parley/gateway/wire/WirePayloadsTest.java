package dev.parley.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The JSON of every payload, field by field, in order. Rewrite the golden file with {@code -Drewrite}, and read the diff. */
class WirePayloadsTest {
    private static final Path GOLDEN = Path.of("src/test/resources/wire/payloads.txt");

    @Test
    void everyPayloadLooksAsItDid() throws IOException {
        String rendered = WireSamples.all().stream()
                .map(sample -> sample.getClass().getSimpleName() + " " + json(sample) + "\n")
                .collect(Collectors.joining());
        if (System.getProperty("rewrite") != null) {
            Files.writeString(GOLDEN, rendered);
        }
        assertThat(rendered).isEqualTo(Files.readString(GOLDEN));
    }

    @Test
    void everyReplyAndPushIsAmongTheSamples() {
        Set<Class<?>> sampled = WireSamples.all().stream().map(Object::getClass).collect(Collectors.toSet());
        Stream<Class<?>> declared = Stream.concat(
                WireEvents.CLIENT_EVENTS.stream().map(ClientEvent::reply),
                WireEvents.SERVER_EVENTS.stream().map(ServerEvent::payload));
        assertThat(declared).allMatch(type -> sampled.stream().anyMatch(type::isAssignableFrom));
    }

    @Test
    void aReplyHasTheFieldsOfItsBodyBesideOk() {
        assertThat(json(Reply.ok(new ChatPayloads.LeaveChatReply("c1")))).isEqualTo("{\"ok\":true,\"chatId\":\"c1\"}");
    }

    @Test
    void aReplyWithNothingToSayIsOk() {
        assertThat(json(Reply.ok(new ConnectionPayloads.DoneReply()))).isEqualTo("{\"ok\":true}");
    }

    @Test
    void aRefusalSaysWhy() {
        Reply refused = Reply.refused(new WireError(
                "forbidden",
                "not yours",
                java.util.Optional.empty(),
                java.util.Optional.empty(),
                java.util.Optional.empty()));
        assertThat(json(refused))
                .isEqualTo("{\"ok\":false,\"error\":{\"code\":\"forbidden\",\"message\":\"not yours\"}}");
    }

    @Test
    void everyEventIsDeclaredOnce() {
        List<String> names = Stream.concat(
                        WireEvents.CLIENT_EVENTS.stream().map(ClientEvent::name),
                        WireEvents.SERVER_EVENTS.stream().map(ServerEvent::name))
                .toList();
        assertThat(names).doesNotHaveDuplicates().hasSize(29);
    }

    private static String json(Object value) {
        try {
            return WireJson.mapper().writeValueAsString(value);
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
