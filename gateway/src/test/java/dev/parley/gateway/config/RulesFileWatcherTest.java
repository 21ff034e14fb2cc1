package dev.parley.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.rules.RuleSettings;
import dev.parley.testing.ConcurrentTest;
import dev.parley.testing.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RulesFileWatcherTest {
    @TempDir
    Path folder;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final List<RuleSettings> taken = new CopyOnWriteArrayList<>();

    @AfterEach
    void end() {
        timer.shutdownNow();
    }

    @ConcurrentTest
    void theFileIsTakenAtStartAndAgainWhenItChanges() throws IOException {
        RulesFileWatcher watcher = watching("rate: { burst: 5 }");
        assertThat(watcher.current().rate().burst()).isEqualTo(5);

        write("rate: { burst: 6 }");
        Waiting.until("the new rules are taken", () -> watcher.current().rate().burst() == 6);
        assertThat(taken).hasSize(2);
    }

    @ConcurrentTest
    void aFileThatCannotBeTakenChangesNothingAndAMendedOneDoes() throws IOException {
        RulesFileWatcher watcher = watching("rate: { burst: 5 }");
        write("rate: { burst: many }");
        write("raet: { burst: 6 }");
        assertThat(watcher.current().rate().burst()).isEqualTo(5);

        write("rate: { burst: 7 }");
        Waiting.until("the new rules are taken", () -> watcher.current().rate().burst() == 7);
    }

    /** Regression: each of these stopped the watcher silently. */
    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @MethodSource
    void anUnreadableFileIsLoggedAndAMendedOneIsLoaded(String unreadable) throws Exception {
        RulesFileWatcher watcher = watching("rate: { burst: 5 }");
        write(unreadable);
        TimeUnit.MILLISECONDS.sleep(1_500);
        assertThat(watcher.current().rate().burst()).isEqualTo(5);

        write("rate: { burst: 7 }");
        Waiting.until("the new rules are loaded", () -> watcher.current().rate().burst() == 7);
    }

    static Stream<String> anUnreadableFileIsLoggedAndAMendedOneIsLoaded() {
        return Stream.of(
                "rate: { burst: 6 }\u0007",
                "rate: " + "[".repeat(20_000),
                "# " + "x".repeat(4_000_000) + "\nrate: { burst: 6 }");
    }

    @ConcurrentTest
    void aListenerThatThrowsHearsOfTheNextVersion() throws Exception {
        RulesFileWatcher watcher = new RulesFileWatcher(Optional.of(write("rate: { burst: 5 }")), timer);
        watcher.start(rules -> {
            taken.add(rules);
            if (rules.rate().burst() == 6) {
                throw new IllegalStateException("cannot use these");
            }
        });
        write("rate: { burst: 6 }");
        Waiting.until("the second version is announced", () -> taken.size() == 2);

        write("rate: { burst: 7 }");
        Waiting.until("the third version is announced", () -> taken.size() == 3);
    }

    @ConcurrentTest
    void withoutAFileTheBuiltInRulesHold() {
        RulesFileWatcher watcher = new RulesFileWatcher(Optional.empty(), timer);
        watcher.start(taken::add);
        watcher.stop();
        assertThat(watcher.current()).isEqualTo(RuleSettings.builtIn());
        assertThat(taken).isEmpty();
    }

    private RulesFileWatcher watching(String yaml) throws IOException {
        RulesFileWatcher watcher = new RulesFileWatcher(Optional.of(write(yaml)), timer);
        watcher.start(taken::add);
        return watcher;
    }

    private Path write(String yaml) throws IOException {
        return Files.writeString(folder.resolve("rules.yaml"), yaml);
    }
}
