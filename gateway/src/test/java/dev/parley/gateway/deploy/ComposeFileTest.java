package dev.parley.gateway.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** The output of {@code docker-compose config} for docker-compose.yml. */
class ComposeFileTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SECRET = "a-secret-for-tests-only-0123456789";

    @TempDir
    private Path folder;

    private Path envFile;

    @BeforeEach
    void makeAnEmptyEnvFile() throws IOException {
        envFile = Files.createFile(folder.resolve("env"));
    }

    @Test
    void withoutASecretItDoesNotStartAndNamesTheVariable() {
        assertThat(compose().fail(PATIENCE, Map.of("PARLEY_JWT_SECRET", ""), config()))
                .contains("set PARLEY_JWT_SECRET");
    }

    @Test
    void theGatewaysHaveTheSecretOfTheOperator() {
        for (String gateway : List.of("gateway-1", "gateway-2")) {
            assertThat(RenderedManifests.map(service(gateway).get("environment")))
                    .containsEntry("PARLEY_JWT_SECRET", SECRET);
        }
    }

    @Test
    void everyPublishedPortIsOnLoopbackUnlessTheOperatorNamesAnAddress() {
        assertThat(publishedPorts(Map.of())).isNotEmpty().allMatch(port -> port.startsWith("127.0.0.1:"));
        assertThat(publishedPorts(Map.of("PUBLIC_ADDRESS", "0.0.0.0")))
                .filteredOn(port -> port.startsWith("0.0.0.0:"))
                .containsExactly("0.0.0.0:8000:8000/tcp");
    }

    private List<String> publishedPorts(Map<String, String> environment) {
        List<String> ports = new ArrayList<>();
        services(environment).values().forEach(service -> ((List<?>)
                        RenderedManifests.map(service).getOrDefault("ports", List.of()))
                .forEach(port -> ports.add(port.toString())));
        return ports;
    }

    private Map<String, Object> service(String name) {
        return RenderedManifests.map(services(Map.of()).get(name));
    }

    private Map<String, Object> services(Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(environment);
        all.put("PARLEY_JWT_SECRET", SECRET);
        Map<String, Object> rendered = new Yaml().load(compose().run(PATIENCE, all, config()));
        return RenderedManifests.map(rendered.get("services"));
    }

    /** Ignores an {@code .env} in the working tree. */
    private String[] config() {
        return new String[] {"--env-file", envFile.toString(), "config"};
    }

    private static Tool compose() {
        return Tool.require("docker-compose");
    }
}
