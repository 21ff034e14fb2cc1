package dev.parley.gateway.command;

import dev.parley.gateway.config.Subcommand;
import java.io.PrintStream;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code parley completion}: a script with which bash and zsh complete commands and options. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = "Prints a completion script: source <(./parley completion)")
public final class CompletionCommand implements Subcommand {
    private final PrintStream out;

    @Spec
    private CommandSpec spec;

    public CompletionCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public int run() {
        out.println(AutoComplete.bash("parley", spec.root().commandLine()));
        return 0;
    }
}
