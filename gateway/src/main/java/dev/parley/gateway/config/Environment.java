package dev.parley.gateway.config;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The {@code PARLEY_} environment variables, which are the defaults of the options. */
public final class Environment implements IDefaultValueProvider {
    private static final String PREFIX = "PARLEY_";
    private static final String LOG = "PARLEY_LOG";
    private static final String LOG_LEVEL = "PARLEY_LOG_LEVEL";
    private static final List<String> LOG_LEVELS = List.of("error", "warn", "info", "debug", "trace");
    private static final String FOR_PEOPLE = "text";
    private static final List<String> LOG_FORMS = List.of(FOR_PEOPLE, "json");
    /** Variables of the tests, which the gateway ignores. */
    private static final String TESTS = "PARLEY_TEST_";

    private final Map<String, String> variables;

    Environment(Map<String, String> all) {
        this.variables = new TreeMap<>(all);
        variables.keySet().removeIf(name -> !name.startsWith(PREFIX) || name.startsWith(TESTS));
    }

    @Override
    public String defaultValue(ArgSpec arg) {
        return arg instanceof OptionSpec option ? variables.get(variable(option)) : null;
    }

    /** Throws {@link InvalidConfigException} for a variable that belongs to no option; the message names the nearest variable. */
    void refuseUnknown(List<OptionSpec> options) {
        List<String> known = options.stream()
                .filter(option -> !option.usageHelp() && !option.versionHelp())
                .map(Environment::variable)
                .toList();
        for (String name : variables.keySet()) {
            if (!known.contains(name) && !name.equals(LOG) && !name.equals(LOG_LEVEL)) {
                throw new InvalidConfigException(
                        "unknown variable " + name + "; did you mean " + nearest(name, known) + "?");
            }
        }
        refuseOthers(LOG, LOG_FORMS);
        refuseOthers(LOG_LEVEL, LOG_LEVELS);
    }

    public static boolean isLogForPeople(Map<String, String> variables) {
        return variables.getOrDefault(LOG, FOR_PEOPLE).equals(FOR_PEOPLE);
    }

    private void refuseOthers(String variable, List<String> words) {
        String word = variables.getOrDefault(variable, words.get(0));
        if (!words.contains(word)) {
            throw new InvalidConfigException(
                    variable + " must be " + String.join(" or ", words) + ", not '" + word + "'");
        }
    }

    private static String variable(OptionSpec option) {
        return PREFIX
                + option.longestName()
                        .substring(2)
                        .replace("no-", "")
                        .replace('-', '_')
                        .toUpperCase(Locale.ROOT);
    }

    static String nearest(String wanted, List<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(name -> distance(wanted, name)))
                .orElseThrow();
    }

    /**
     * The Levenshtein distance. Deliberate: picocli's own suggestions compare pairs of letters, and name {@code --presence-audience}
     * for {@code --prot}.
     */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
