package dev.parley.gateway.doctor;

import static dev.parley.gateway.doctor.Finding.ok;
import static dev.parley.gateway.doctor.Finding.warning;

import dev.parley.gateway.config.GatewayConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Settings that are valid, and that an operator should know of. */
final class SettingsRules {
    private static final String SUBJECT = "Settings";
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "::1", "localhost");

    private SettingsRules() {}

    static List<Finding> check(GatewayConfig config) {
        List<Finding> findings = new ArrayList<>();
        findings.add(ok(SUBJECT, "are valid; the gateway listens on " + config.host() + ", " + config.ports()));
        findings.add(tokens(config));
        if (config.allowsAnyOrigin() && !isLocal(config)) {
            findings.add(warning(SUBJECT, "web pages of any origin may connect", "name yours with --cors-origin"));
        }
        if (!config.corsOrigins().isEmpty() || isLocal(config)) {
            return findings;
        }
        findings.add(warning(
                SUBJECT,
                "no web page may connect, because no origin is named",
                "name the origins of your front end with --cors-origin; apps need none"));
        return findings;
    }

    private static Finding tokens(GatewayConfig config) {
        if (config.tokens().isPresent()) {
            return ok(SUBJECT, "clients need a token (--auth jwt)");
        }
        return isLocal(config)
                ? ok(SUBJECT, "clients need no token (--auth none); only this machine can connect")
                : warning(
                        SUBJECT,
                        "clients name their user without proof (--auth none)",
                        "use --auth jwt wherever strangers can connect");
    }

    private static boolean isLocal(GatewayConfig config) {
        return LOOPBACK.contains(config.host());
    }
}
