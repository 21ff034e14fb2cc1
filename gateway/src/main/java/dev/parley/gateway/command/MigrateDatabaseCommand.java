package dev.parley.gateway.command;

import dev.parley.core.error.StorageException;
import dev.parley.core.migration.ApplicationDatabase;
import dev.parley.core.migration.MigrationReport;
import dev.parley.core.migration.SideRules;
import dev.parley.core.mongo.MongoStore;
import dev.parley.core.user.Role;
import dev.parley.gateway.config.DatabaseAddress;
import dev.parley.gateway.config.RoleWords;
import dev.parley.gateway.config.Subcommand;
import dev.parley.gateway.logging.LogLevels;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code parley migrate-database}: adds Parley's fields beside those of an application. */
@Command(
        name = "migrate-database",
        mixinStandardHelpOptions = true,
        header = "Adds Parley's fields to the documents of an application; its own stay as they are.",
        description =
                "The application and Parley may run meanwhile. A run that was interrupted goes on with the next. Exit code 1"
                        + " when chats are left whose client and provider are unknown.")
public final class MigrateDatabaseCommand implements Subcommand {
    private static final int DONE = 0;
    private static final int UNDECIDED = 1;
    private static final int FOLLOW_MILLIS = 1_000;

    enum Side {
        client,
        provider
    }

    private final PrintStream out;
    private final Consumer<Runnable> endLater;
    private final CountDownLatch stopped = new CountDownLatch(1);

    @Mixin
    private DatabaseAddress address = new DatabaseAddress();

    @Option(names = "--dry-run", description = "counts the documents and writes nothing")
    private boolean dryRun;

    @Option(names = "--follow", description = "goes on with what the application writes, until it is stopped")
    private boolean follow;

    @Option(
            names = "--roles",
            paramLabel = "WORD=SIDE",
            split = ",",
            description = "the words in users.role that say who is client and who provider (default client, provider)")
    private List<String> roles = List.of();

    @Option(
            names = "--first-participant",
            paramLabel = "client|provider",
            description =
                    "side of the first participant of a chat where the roles do not tell (default: such chats are left)")
    private Side firstParticipant;

    /** @param endLater takes what ends the command when the process is terminated */
    public MigrateDatabaseCommand(PrintStream out, Consumer<Runnable> endLater) {
        this.out = out;
        this.endLater = endLater;
    }

    /** Throws {@link StorageException}. */
    @Override
    public int run() throws InterruptedException {
        LogLevels.silence();
        SideRules rules = new SideRules(words(), first());
        String mongo = address.required();
        try (ApplicationDatabase database = new ApplicationDatabase(mongo)) {
            if (dryRun) {
                return print("would get", database.dryRun(rules));
            }
            endLater.accept(stopped::countDown);
            // A message takes its number through a unique index.
            Blocking.withMongo(mongo, MongoStore::start);
            int code = print("got", database.migrate(rules));
            while (follow && !stopped.await(FOLLOW_MILLIS, TimeUnit.MILLISECONDS)) {
                MigrationReport newest = database.migrateNewest(rules);
                code = newest.isEmpty() ? code : print("got", newest);
            }
            return code;
        }
    }

    private Map<String, Role> words() {
        return roles.isEmpty()
                ? Map.of("client", Role.CLIENT, "provider", Role.PROVIDER)
                : RoleWords.parse("--roles", roles);
    }

    private Optional<Role> first() {
        return Optional.ofNullable(firstParticipant)
                .map(side -> Role.valueOf(side.name().toUpperCase(Locale.ROOT)));
    }

    private int print(String verb, MigrationReport report) {
        out.println(report.chats() + " chats " + verb + " client and provider, " + report.linkedMessages()
                + " messages their chatId, " + report.numberedMessages() + " messages their seq, "
                + report.notifications() + " notifications userId or body.");
        if (report.undecidedChats() == 0) {
            return DONE;
        }
        out.println(report.undecidedChats() + " chats are left, because it is unknown who is the client; say --roles or"
                + " --first-participant. Among them: " + String.join(", ", report.undecided()));
        return UNDECIDED;
    }
}
