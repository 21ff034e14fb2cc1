package dev.parley.gateway.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.gateway.wire.ClientEvent;
import dev.parley.gateway.wire.ServerEvent;
import dev.parley.gateway.wire.WireEvents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** The checked-in documents match the code. Regenerate them with {@code -Drewrite}. */
class PublicContractTest {
    private static final Path ROOT = Path.of("..");
    private static final String REWRITE = "rewrite";

    @Test
    void openApiSaysWhatTheRoutesAre() throws IOException {
        matches("docs/openapi.yaml", yaml(OpenApiDocument.render()));
    }

    @Test
    void asyncApiSaysWhatTheEventsAre() throws IOException {
        matches("docs/asyncapi.yaml", yaml(AsyncApiDocument.render()));
    }

    @Test
    void theClientTypesSayWhatTheEventsAre() throws IOException {
        matches("client/events.d.ts", TypeScriptEvents.render());
    }

    @Test
    void theProtocolPageHoldsTheTables() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/PROTOCOL.md"));
        page = withTable(page, "client-events", ProtocolTables.clientEvents());
        page = withTable(page, "server-events", ProtocolTables.serverEvents());
        matches("docs/PROTOCOL.md", withTable(page, "errors", ProtocolTables.errors()));
    }

    @Test
    void everyEventHasAMeaningAndNoMeaningIsLeftOver() {
        assertThat(EventMeanings.CLIENT_EVENTS.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        WireEvents.CLIENT_EVENTS.stream().map(ClientEvent::name).toList());
        assertThat(EventMeanings.SERVER_EVENTS.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        WireEvents.SERVER_EVENTS.stream().map(ServerEvent::name).toList());
    }

    private static void matches(String file, String rendered) throws IOException {
        if (System.getProperty(REWRITE) != null) {
            Files.writeString(ROOT.resolve(file), rendered);
        }
        assertThat(Files.readString(ROOT.resolve(file))).isEqualTo(rendered);
    }

    private static String withTable(String page, String name, String table) {
        String begin = "<!-- rendered: " + name + " -->\n";
        int start = page.indexOf(begin) + begin.length();
        int end = page.indexOf("<!-- end -->", start);
        assertThat(start).isGreaterThan(begin.length());
        return page.substring(0, start) + table + page.substring(end);
    }

    private static String yaml(Map<String, Object> document) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setDereferenceAliases(true);
        options.setWidth(120);
        return new Yaml(options).dump(document);
    }
}
