package dev.parley.loadtests.server;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A program that is measured.
 *
 * @param command what starts one node of it
 * @param ready the address that answers 200 once that node serves
 * @param collectGarbage makes a node give back what it does not need, before its memory is read
 * @param understandsPeers whether its nodes hear the frames of Socket.IO's sharded Redis adapter
 * @param hasChats whether it does everything, or only joins rooms and broadcasts
 */
public record Contender(
        String name,
        Function<NodePlan, List<String>> command,
        Function<NodePlan, URI> ready,
        GarbageCollection collectGarbage,
        boolean understandsPeers,
        boolean hasChats) {

    public static final String BASELINE = "node-sharded";

    /** Node.js with the sharded adapter is first: the others are told as multiples of it. */
    public static List<Contender> all() {
        return List.of(nodeJs("sharded", true), nodeJs("classic", false), nettySocketIo(), parley());
    }

    private static Contender parley() {
        return new Contender(
                "parley",
                Contender::parleyCommand,
                node -> node.ops("/health/ready"),
                GarbageCollection.BY_JCMD,
                true,
                true);
    }

    /** What a user starts, all that is set by {@code JAVA_TOOL_OPTIONS} beside. */
    private static List<String> parleyCommand(NodePlan node) {
        List<String> command = Launcher.parley(node);
        command.addAll(List.of("--rules", loadTests("rules/benchmark.yaml")));
        return command;
    }

    private static Contender nodeJs(String adapter, boolean understandsPeers) {
        return new Contender(
                "node-" + adapter,
                node -> List.of(
                        "env",
                        "NODE_ENV=production",
                        "node",
                        "--expose-gc",
                        loadTests("peers/node/src/main.js"),
                        "--port=" + node.port(),
                        "--http-port=" + node.httpPort(),
                        "--redis=" + node.redis(),
                        "--mongo=" + node.mongo(),
                        "--adapter=" + adapter,
                        "--presence-audience=contacts",
                        "--rate-burst=100000",
                        "--rate-per-minute=1000000"),
                node -> node.http("/health/ready"),
                GarbageCollection.BY_SIGNAL,
                understandsPeers,
                true);
    }

    private static Contender nettySocketIo() {
        return new Contender(
                "netty-socketio",
                Contender::nettySocketIoCommand,
                node -> node.http("/health/ready"),
                GarbageCollection.BY_JCMD,
                false,
                false);
    }

    private static List<String> nettySocketIoCommand(NodePlan node) {
        List<String> command = new ArrayList<>(Launcher.java("-Xmx2g", System.getProperty("java.class.path")));
        command.addAll(List.of("dev.parley.loadtests.peer.NettySocketIoMain"));
        command.addAll(List.of("" + node.port(), "" + node.httpPort(), node.redis()));
        return command;
    }

    private static String loadTests(String path) {
        return Launcher.loadTests(path).toString();
    }
}
