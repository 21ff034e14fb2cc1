package dev.parley.loadtests.server;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A program that is measured.
 *
 * @param command command line of one node
 * @param ready the address that answers 200 when that node serves
 * @param collectGarbage makes a node return memory before its memory is read
 * @param understandsPeers whether its nodes receive the frames of Socket.IO's sharded Redis adapter
 * @param hasBroadcasts whether it has {@code POST /api/notifications/emit}
 * @param hasChats whether it has chats and messages
 */
public record Contender(
        String name,
        Function<NodePlan, List<String>> command,
        Function<NodePlan, URI> ready,
        GarbageCollection collectGarbage,
        boolean understandsPeers,
        boolean hasBroadcasts,
        boolean hasChats) {

    public static final String BASELINE = "node-sharded";
    public static final String PLAIN = "node-plain";
    public static final String PARLEY = "parley";

    /** The baseline is first: figures of the others are given as multiples of it. */
    public static List<Contender> usual() {
        return List.of(baseline(), nodeJs("classic", false), plainNodeJs(), nettySocketIo(), parley());
    }

    /** The usual ones, and those that need a program which is not always there: Bun, or what Cargo builds. */
    public static List<Contender> all() {
        return Stream.concat(usual().stream(), Stream.of(bun(), socketioxide(), untracedParley()))
                .toList();
    }

    public static Contender baseline() {
        return nodeJs("sharded", true);
    }

    public static Contender parley() {
        return parley(launcher());
    }

    private static Path launcher() {
        return CommandLines.loadTests("../parley");
    }

    /** @param launcher that of this or of another version */
    public static Contender parley(Path launcher) {
        return new Contender(
                PARLEY,
                node -> parleyCommand(launcher, node),
                node -> node.ops("/health/ready"),
                GarbageCollection.BY_JCMD,
                true,
                true,
                true);
    }

    /** Without the recorder of {@code parley why}. */
    private static Contender untracedParley() {
        return new Contender(
                "parley-untraced",
                node -> Stream.concat(
                                Stream.of("env", "JDK_JAVA_OPTIONS=-Dparley-trace=off"),
                                parleyCommand(launcher(), node).stream())
                        .toList(),
                node -> node.ops("/health/ready"),
                GarbageCollection.BY_JCMD,
                true,
                true,
                true);
    }

    /** Whether it records messages for {@code parley why}, or would. */
    public boolean hasTraces() {
        return name.startsWith("parley");
    }

    /** {@code ./parley} with its default rules, of which only the rate quota is off. */
    private static List<String> parleyCommand(Path launcher, NodePlan node) {
        List<String> command = CommandLines.parley(launcher, node);
        command.addAll(List.of("--rules", loadTests("rules/benchmark.yaml")));
        return command;
    }

    private static Contender nodeJs(String adapter, boolean understandsPeers) {
        return tunedPeer("node-" + adapter, List.of("node", "--expose-gc"), adapter, understandsPeers);
    }

    /** The same program on Bun. */
    private static Contender bun() {
        return tunedPeer("bun-sharded", List.of("bun"), "sharded", true);
    }

    private static Contender tunedPeer(String name, List<String> runtime, String adapter, boolean understandsPeers) {
        return new Contender(
                name,
                node -> {
                    List<String> command = new ArrayList<>(List.of("env", "NODE_ENV=production"));
                    command.addAll(runtime);
                    command.addAll(List.of(
                            loadTests("peers/node/src/main.js"),
                            "--port=" + node.port(),
                            "--http-port=" + node.httpPort(),
                            "--redis=" + node.redis(),
                            "--mongo=" + node.mongo(),
                            "--adapter=" + adapter,
                            "--presence-audience=contacts",
                            "--rate-burst=100000",
                            "--rate-per-minute=1000000"));
                    return command;
                },
                node -> node.http("/health/ready"),
                GarbageCollection.BY_SIGNAL,
                understandsPeers,
                true,
                true);
    }

    /** Its own protocol between nodes, so that it hears no peers. */
    private static Contender socketioxide() {
        return new Contender(
                "socketioxide",
                node -> List.of(
                        loadTests("target/peers/release/parley-peer-socketioxide"),
                        "" + node.port(),
                        "" + node.httpPort(),
                        node.redis()),
                node -> node.http("/health/ready"),
                GarbageCollection.NONE,
                false,
                true,
                false);
    }

    /** The back end that Parley replaces, as its authors would write it. */
    private static Contender plainNodeJs() {
        return new Contender(
                PLAIN,
                node -> List.of(
                        "env",
                        "NODE_ENV=production",
                        "node",
                        "--expose-gc",
                        loadTests("peers/node/src/plain.js"),
                        "--port=" + node.port(),
                        "--http-port=" + node.httpPort(),
                        "--redis=" + node.redis(),
                        "--mongo=" + node.mongo()),
                node -> node.http("/health/ready"),
                GarbageCollection.BY_SIGNAL,
                true,
                false,
                true);
    }

    private static Contender nettySocketIo() {
        return new Contender(
                "netty-socketio",
                Contender::nettySocketIoCommand,
                node -> node.http("/health/ready"),
                GarbageCollection.BY_JCMD,
                false,
                true,
                false);
    }

    private static List<String> nettySocketIoCommand(NodePlan node) {
        List<String> command = new ArrayList<>(CommandLines.java("-Xmx2g", System.getProperty("java.class.path")));
        command.addAll(List.of("dev.parley.loadtests.peer.NettySocketIoMain"));
        command.addAll(List.of("" + node.port(), "" + node.httpPort(), node.redis()));
        return command;
    }

    private static String loadTests(String path) {
        return CommandLines.loadTests(path).toString();
    }
}
