package dev.parley.loadtests.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** HAProxy with the shipped configuration, with the addresses of a {@link Cluster}. */
final class HaProxy {

    private static final Pattern BIND = Pattern.compile("bind \"\\$\\{PARLEY_BIND\\[\\*]}\"");
    private static final Pattern SOCKETS = servers(5000);
    private static final Pattern REST = servers(8080);

    private HaProxy() {}

    private static Pattern servers(int port) {
        return Pattern.compile("( *server node\\d \"\\$\\{PARLEY_NODE_\\d}\":" + port + " check port 9090\n?)+");
    }

    /** Writes the configuration and returns the command line of HAProxy. @param port that clients connect to */
    static List<String> command(Path shipped, Path folder, int port, List<NodePlan> nodes) throws IOException {
        Path config = ShippedConfig.read(shipped)
                .with(BIND, "bind 127.0.0.1:" + port)
                .with(SOCKETS, servers(nodes, NodePlan::port))
                .with(REST, servers(nodes, NodePlan::httpPort))
                .write(folder.resolve("haproxy.cfg"));
        return List.of("haproxy", "-db", "-f", config.toString());
    }

    private static String servers(List<NodePlan> nodes, ToIntFunction<NodePlan> port) {
        return IntStream.range(0, nodes.size())
                .mapToObj(i -> "    server node%d 127.0.0.1:%d check port %d%n"
                        .formatted(
                                i + 1,
                                port.applyAsInt(nodes.get(i)),
                                nodes.get(i).opsPort()))
                .collect(Collectors.joining());
    }
}
