package dev.parley.loadtests.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OptionsTest {

    private static final String HOME = "parley.load-tests";

    private String before;

    @BeforeEach
    void setHome() {
        before = System.setProperty(HOME, "/repository/load-tests");
    }

    @AfterEach
    void restoreHome() {
        if (before == null) {
            System.clearProperty(HOME);
        } else {
            System.setProperty(HOME, before);
        }
    }

    @Test
    void resultsUnderVersionControlChangeOnlyWithRecord() {
        assertThat(results()).isEqualTo(Path.of("/repository/load-tests/target/results"));
        assertThat(results("--record")).isEqualTo(Path.of("/repository/docs/bench"));
        assertThat(results("--results=elsewhere")).isEqualTo(Path.of("elsewhere"));
    }

    @Test
    void valuesHaveDefaults() {
        Options options = Options.of(List.of("--clients=12", "--calm=3"));
        assertThat(options.number("clients", 300)).isEqualTo(12);
        assertThat(options.number("chats", 60)).isEqualTo(60);
        assertThat(options.seconds("calm", 5)).isEqualTo(Duration.ofSeconds(3));
        assertThat(options.text("faults", "")).isEmpty();
    }

    private static Path results(String... words) {
        return Options.of(List.of(words)).results();
    }
}
