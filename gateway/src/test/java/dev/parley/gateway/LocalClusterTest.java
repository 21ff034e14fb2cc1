package dev.parley.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.gateway.config.CommandLineParser;
import dev.parley.gateway.config.ConfigValidator;
import dev.parley.gateway.config.GatewayConfig;
import dev.parley.gateway.config.GatewayOptions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LocalClusterTest {
    private static final String SECRET = "a secret of more than thirty-two bytes";

    @Test
    void nodesCanBeKilledOnlyInAClusterForTrials() {
        assertThat(LocalCluster.isForTrials(configs("--nodes", "2"))).isTrue();

        assertThat(LocalCluster.isForTrials(configs())).as("one node").isFalse();
        assertThat(LocalCluster.isForTrials(configs("--nodes", "2", "--no-demo")))
                .as("no demo page")
                .isFalse();
        assertThat(LocalCluster.isForTrials(configs("--nodes", "2", "--jwt-secret", SECRET)))
                .as("tokens")
                .isFalse();
        assertThat(LocalCluster.isForTrials(configs("--nodes", "2", "--jwks-url", "https://id.example/jwks")))
                .as("tokens of an identity provider")
                .isFalse();
    }

    private static List<GatewayConfig> configs(String... arguments) {
        GatewayOptions options =
                new CommandLineParser(Map.of()).parse(arguments).orElseThrow();
        return ConfigValidator.nodes(options, "redis://127.0.0.1", "mongodb://127.0.0.1", "random");
    }
}
