package dev.parley.gateway.command;

import dev.parley.core.error.StorageException;
import dev.parley.core.migration.ApplicationDatabase;
import dev.parley.core.migration.Mismatch;
import dev.parley.gateway.config.DatabaseAddress;
import dev.parley.gateway.config.Subcommand;
import dev.parley.gateway.logging.LogLevels;
import java.io.PrintStream;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code parley check-database}: says what of an application's database Parley cannot read as it is. */
@Command(
        name = "check-database",
        mixinStandardHelpOptions = true,
        header = "Says what of an application's database does not fit, and how many documents.",
        description = "Reads only. Exit code 0 when migrate-database has nothing to do, 1 when it has.")
public final class CheckDatabaseCommand implements Subcommand {
    private static final int FITS = 0;
    private static final int DOES_NOT_FIT = 1;

    private final PrintStream out;

    @Mixin
    private DatabaseAddress address = new DatabaseAddress();

    public CheckDatabaseCommand(PrintStream out) {
        this.out = out;
    }

    /** Throws {@link StorageException}. */
    @Override
    public int run() {
        LogLevels.silence();
        try (ApplicationDatabase database = new ApplicationDatabase(address.required())) {
            List<Mismatch> found = database.check();
            found.forEach(mismatch -> out.println(line(mismatch)));
            boolean fits = found.stream().noneMatch(Mismatch::isMigrated);
            out.println(fits ? "Parley can use this database." : "Next: parley migrate-database --dry-run");
            return fits ? FITS : DOES_NOT_FIT;
        }
    }

    private static String line(Mismatch mismatch) {
        return String.format(
                "%-14s %-20s %10d  %s  %s",
                mismatch.collection(),
                mismatch.field(),
                mismatch.documents(),
                mismatch.isMigrated() ? "migrated" : "left    ",
                mismatch.meaning());
    }
}
