package dev.parley.gateway.config;

import java.lang.reflect.AnnotatedElement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.OptionSpec;

/** The list of options in {@code --help}, under the headings of {@link OptionGroup}. */
final class GroupedOptions implements IHelpSectionRenderer {
    private static final String OTHERS = "Other options";

    @Override
    public String render(Help help) {
        StringBuilder text = new StringBuilder();
        groups(help.commandSpec().options()).forEach((heading, options) -> {
            Help.Layout layout = help.createDefaultLayout();
            layout.addOptions(options, help.parameterLabelRenderer());
            text.append(System.lineSeparator())
                    .append(heading)
                    .append(':')
                    .append(System.lineSeparator())
                    .append(layout);
        });
        return text.toString();
    }

    private static Map<String, List<OptionSpec>> groups(List<OptionSpec> options) {
        Map<String, List<OptionSpec>> groups = new LinkedHashMap<>();
        String heading = OTHERS;
        for (OptionSpec option : options) {
            heading = headingOf(option, heading);
            groups.computeIfAbsent(heading, first -> new ArrayList<>()).add(option);
        }
        return groups;
    }

    private static String headingOf(OptionSpec option, String before) {
        if (option.usageHelp() || option.versionHelp()) {
            return OTHERS;
        }
        return option.userObject() instanceof AnnotatedElement field && field.isAnnotationPresent(OptionGroup.class)
                ? field.getAnnotation(OptionGroup.class).value()
                : before;
    }
}
