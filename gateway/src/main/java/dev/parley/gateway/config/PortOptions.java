package dev.parley.gateway.config;

import java.util.List;

/** The ports of all nodes of a process: each exists, and no two are the same. Port 0 takes any free port. */
final class PortOptions {
    private static final int MAX_PORT = 65_535;

    private record Option(String name, int port) {}

    private PortOptions() {}

    /** Throws {@link InvalidConfigException}. */
    static void check(GatewayOptions options) {
        Option socket = new Option("--port", options.port);
        Option http = new Option("--http-port", options.httpPort);
        Option ops = new Option("--ops-port", options.opsPort);
        List.of(socket, http, ops).forEach(option -> checkRange(option, options.nodes));
        checkApart(socket, http, options.nodes);
        checkApart(socket, ops, options.nodes);
        checkApart(http, ops, options.nodes);
    }

    private static void checkRange(Option option, int nodes) {
        int last = MAX_PORT - nodes + 1;
        if (option.port < 0 || option.port > last) {
            throw new InvalidConfigException(option.name + " must be 0 to " + last);
        }
    }

    private static void checkApart(Option one, Option other, int nodes) {
        boolean isFixed = one.port > 0 && other.port > 0;
        if (isFixed && Math.abs(one.port - other.port) < nodes) {
            String apart = nodes == 1 ? " must differ" : " must be " + nodes + " or more apart with --nodes " + nodes;
            throw new InvalidConfigException(one.name + " and " + other.name + apart);
        }
    }
}
