package dev.parley.gateway.deploy;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The settings of a gateway, as its code declares them. */
final class Settings {
    /** Read by the logging configuration, before there are options. */
    private static final List<String> LOG = List.of("PARLEY_LOG", "PARLEY_LOG_LEVEL");

    private Settings() {}

    static List<OptionSpec> options() {
        try {
            Class<?> declared = Class.forName("dev.parley.gateway.config.GatewayOptions");
            return new CommandLine(declared)
                    .getCommandSpec().options().stream()
                            .filter(option -> !option.usageHelp() && !option.versionHelp())
                            .toList();
        } catch (ClassNotFoundException e) {
            throw new AssertionError("where are the options declared?", e);
        }
    }

    static List<String> variables() {
        return Stream.concat(options().stream().map(Settings::variable), LOG.stream())
                .toList();
    }

    static String name(OptionSpec option) {
        return option.longestName().replaceFirst("^--no-", "--");
    }

    static String variable(OptionSpec option) {
        return "PARLEY_" + name(option).substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /** The value that an option of this name has when nobody gives it one. */
    static Object defaultOf(String name) {
        return options().stream()
                .filter(option -> name(option).equals(name))
                .map(OptionSpec::initialValue)
                .findFirst()
                .orElseThrow();
    }
}
