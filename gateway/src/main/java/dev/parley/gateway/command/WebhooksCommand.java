package dev.parley.gateway.command;

import dev.parley.core.mongo.MongoStore;
import dev.parley.core.yaml.YamlFileException;
import dev.parley.gateway.config.InvalidConfigException;
import dev.parley.gateway.config.Subcommand;
import dev.parley.gateway.logging.LogLevels;
import dev.parley.gateway.webhooks.WebhookOperations;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code parley webhooks}: shows and steers the endpoints of the cluster, through its MongoDB. */
@Command(
        name = "webhooks",
        header = "Shows, pauses, resumes and replays the endpoints of webhooks.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Takes effect on every node within 3 s.",
        footer = {
            "",
            "parley webhooks list                 state and pending events of every endpoint",
            "parley webhooks pause NAME           events stay pending until it is resumed",
            "parley webhooks resume NAME          also an endpoint that was paused by itself",
            "parley webhooks replay NAME --from 2030-01-31T00:00:00Z",
            "                                     sends what was stored since then again"
        })
public final class WebhooksCommand implements Subcommand {
    private static final int DONE = 0;

    private final PrintStream out;
    private final Clock clock;

    @Parameters(index = "0", paramLabel = "ACTION", description = "list, pause, resume, replay")
    private Action action;

    @Parameters(index = "1", arity = "0..1", paramLabel = "NAME", description = "an endpoint of the webhooks file")
    private String endpoint;

    @Option(names = "--from", paramLabel = "TIME", description = "replay: the oldest event, ISO-8601 with Z")
    private String from;

    @Option(names = "--webhooks", paramLabel = "FILE", description = "as of the gateway")
    private Path file;

    @Option(names = "--mongo", paramLabel = "URL", description = "as of the gateway")
    private String mongo;

    private enum Action {
        list,
        pause,
        resume,
        replay
    }

    public WebhooksCommand(PrintStream out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    @Override
    public int run() throws InterruptedException {
        LogLevels.silence();
        check();
        String endpoints = fileText();
        Blocking.withMongo(mongo, store -> run(endpoints, store)).forEach(out::println);
        return DONE;
    }

    private CompletionStage<List<String>> run(String endpoints, MongoStore store) {
        try {
            return run(new WebhookOperations(endpoints, store.outbox(), store.endpoints(), clock));
        } catch (YamlFileException wrong) {
            throw new InvalidConfigException("--webhooks " + file + ": " + wrong.getMessage());
        } catch (IllegalArgumentException wrong) {
            throw new InvalidConfigException(wrong.getMessage());
        }
    }

    private String fileText() {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new InvalidConfigException("--webhooks " + file + " cannot be read");
        }
    }

    private CompletionStage<List<String>> run(WebhookOperations operations) {
        return switch (action) {
            case list -> operations.list();
            case pause -> operations.pause(endpoint).thenApply(List::of);
            case resume -> operations.resume(endpoint).thenApply(List::of);
            case replay -> operations.replay(endpoint, since()).thenApply(List::of);
        };
    }

    private void check() {
        require(file != null, "--webhooks FILE or PARLEY_WEBHOOKS is needed");
        require(mongo != null, "--mongo URL or PARLEY_MONGO is needed");
        require(action == Action.list || endpoint != null, action + " needs the name of an endpoint");
        require(action != Action.replay || from != null, "replay needs --from TIME");
    }

    private Instant since() {
        try {
            return Instant.parse(from);
        } catch (DateTimeException noTime) {
            throw new IllegalArgumentException(
                    "--from must be a time such as 2030-01-31T00:00:00Z, not '" + from + "'", noTime);
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new InvalidConfigException(otherwise);
        }
    }
}
