package dev.parley.gateway.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reads {@link GatewayOptions} from the command line and the environment. The command line wins. */
public final class CommandLineParser {
    private final GatewayOptions options = new GatewayOptions();
    private final CommandLine command = new CommandLine(options);
    private final Environment environment;
    private CommandLine.ParseResult asked;

    /** @param subcommands beside running a gateway */
    public CommandLineParser(Map<String, String> environment, Subcommand... subcommands) {
        this.environment = new Environment(environment);
        Stream.of(subcommands).forEach(command::addSubcommand);
        command.setDefaultValueProvider(this.environment);
        command.registerConverter(Duration.class, new DurationConverter());
        command.setCaseInsensitiveEnumValuesAllowed(false);
        commands().forEach(each -> each.getHelpSectionMap()
                .put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, new GroupedOptions()));
    }

    /** Empty when only {@link #help} was asked for. Throws {@link InvalidConfigException} with a message of one line. */
    public Optional<GatewayOptions> parse(String... arguments) {
        environment.refuseUnknown(commands()
                .flatMap(each -> each.getCommandSpec().options().stream())
                .toList());
        try {
            CommandLine.ParseResult result = command.parseArgs(arguments);
            asked = result.hasSubcommand() ? result.subcommand() : result;
            return asked.isUsageHelpRequested() || asked.isVersionHelpRequested()
                    ? Optional.empty()
                    : Optional.of(options);
        } catch (UnmatchedArgumentException unknown) {
            throw new InvalidConfigException(
                    unknown(unknown.getCommandLine(), unknown.getUnmatched().get(0)));
        } catch (ParameterException wrong) {
            throw new InvalidConfigException(
                    wrong.getMessage().lines().findFirst().orElse("wrong option"));
        }
    }

    /** The subcommand that was parsed; empty to run a gateway. */
    public Optional<Subcommand> subcommand() {
        return asked.commandSpec().userObject() instanceof Subcommand given ? Optional.of(given) : Optional.empty();
    }

    /** The text for {@code --help} or {@code --version}, whichever was given. */
    public String help() {
        CommandLine given = asked.commandSpec().commandLine();
        return given.isVersionHelpRequested()
                ? String.join(System.lineSeparator(), command.getCommandSpec().version())
                : given.getUsageMessage();
    }

    private Stream<CommandLine> commands() {
        return Stream.concat(Stream.of(command), command.getSubcommands().values().stream());
    }

    private static String unknown(CommandLine command, String argument) {
        String name = argument.split("=", 2)[0];
        boolean isOption = name.startsWith("-");
        List<String> known = isOption
                ? command.getCommandSpec().options().stream()
                        .map(OptionSpec::names)
                        .flatMap(Stream::of)
                        .filter(option -> option.startsWith("--"))
                        .toList()
                : List.copyOf(command.getSubcommands().keySet());
        String what = (isOption ? "unknown option " : "unknown command ") + name;
        return known.isEmpty() ? what : what + "; did you mean " + Environment.nearest(name, known) + "?";
    }
}
