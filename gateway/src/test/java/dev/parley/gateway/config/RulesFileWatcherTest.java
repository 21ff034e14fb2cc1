package dev.parley.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.rules.RuleSettings;
import dev.parley.testing.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesFileWatcherTest {
    @TempDir
    Path folder;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final List<RuleSettings> taken = new CopyOnWriteArrayList<>();

    @AfterEach
    void end() {
        timer.shutdownNow();
    }

    @Test
    void theFileIsTakenAtStartAndAgainWhenItChanges() throws IOException {
        RulesFileWatcher watcher = watching("rate: { burst: 5 }");
        assertThat(watcher.current().rate().burst()).isEqualTo(5);

        write("rate: { burst: 6 }");
        Waiting.until("the new rules are taken", () -> watcher.current().rate().burst() == 6);
        assertThat(taken).hasSize(2);
    }

    @Test
    void aFileThatCannotBeTakenChangesNothingAndAMendedOneDoes() throws IOException {
        RulesFileWatcher watcher = watching("rate: { burst: 5 }");
        write("rate: { burst: many }");
        write("raet: { burst: 6 }");
        assertThat(watcher.current().rate().burst()).isEqualTo(5);

        write("rate: { burst: 7 }");
        Waiting.until("the new rules are taken", () -> watcher.current().rate().burst() == 7);
    }

    @Test
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
