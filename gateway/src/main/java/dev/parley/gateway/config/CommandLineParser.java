package dev.parley.gateway.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reads {@link GatewayOptions} from the command line and the environment. The command line wins. */
public final class CommandLineParser {
    private final GatewayOptions options = new GatewayOptions();
    private final CommandLine command = new CommandLine(options);
    private final Environment environment;

    public CommandLineParser(Map<String, String> environment) {
        this.environment = new Environment(environment);
        command.setDefaultValueProvider(this.environment);
        command.registerConverter(Duration.class, new DurationConverter());
        command.setCaseInsensitiveEnumValuesAllowed(false);
    }

    /** Empty when only {@link #help} was asked for. Throws {@link InvalidConfigException} with a message of one line. */
    public Optional<GatewayOptions> parse(String... arguments) {
        environment.refuseUnknown(command.getCommandSpec());
        try {
            CommandLine.ParseResult result = command.parseArgs(arguments);
            return result.isUsageHelpRequested() || result.isVersionHelpRequested()
                    ? Optional.empty()
                    : Optional.of(options);
        } catch (UnmatchedArgumentException unknown) {
            throw new InvalidConfigException(unknown(unknown.getUnmatched().get(0)));
        } catch (ParameterException wrong) {
            throw new InvalidConfigException(
                    wrong.getMessage().lines().findFirst().orElse("wrong option"));
        }
    }

    /** The text for {@code --help} or {@code --version}, whichever was given. */
    public String help() {
        return command.isVersionHelpRequested()
                ? String.join(System.lineSeparator(), command.getCommandSpec().version())
                : command.getUsageMessage();
    }

    private String unknown(String argument) {
        String name = argument.split("=", 2)[0];
        List<String> known = command.getCommandSpec().options().stream()
                .map(OptionSpec::names)
                .flatMap(Stream::of)
                .filter(option -> option.startsWith("--"))
                .toList();
        return "unknown option " + name + "; did you mean " + Environment.nearest(name, known) + "?";
    }
}
