package dev.parley.gateway.http;

import dev.parley.gateway.nodes.LocalNode;
import dev.parley.gateway.nodes.LocalNodes;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.IntFunction;

/** The routes with which the demo page kills and starts the nodes of this process. They answer requests from this machine only. */
final class LocalNodeRoutes {
    private static final String JSON = "application/json";
    private static final String NUMBER = "number";

    private final LocalNodes nodes;
    private final LocalRequests local;

    record NodesReply(List<NodeReply> nodes) {}

    record NodeReply(int number, String nodeId, Ports ports, String state) {}

    record Ports(int socket, int http, int ops) {}

    LocalNodeRoutes(LocalNodes nodes) {
        this.nodes = nodes;
        this.local = new LocalRequests(
                () -> nodes.all().stream().map(LocalNode::httpPort).toList());
    }

    void addTo(Router<HttpApi.Target> router) {
        router.add("GET", "/demo/nodes", (request, pathValues, log) -> all(request));
        router.add("POST", "/demo/nodes/{number}/kill", act(nodes::kill));
        router.add("POST", "/demo/nodes/{number}/start", act(nodes::start));
    }

    private CompletionStage<Response<byte[]>> all(HttpRequest request) {
        local.require(request);
        return json(
                200,
                new NodesReply(
                        nodes.all().stream().map(LocalNodeRoutes::replyOf).toList()));
    }

    private HttpApi.Target act(IntFunction<Optional<LocalNode>> action) {
        return (request, pathValues, log) -> {
            local.require(request);
            LocalNode node = number(pathValues)
                    .flatMap(action::apply)
                    .orElseThrow(() -> new HttpException(404, "there is no node of this number"));
            return json(202, replyOf(node));
        };
    }

    private static Optional<Integer> number(Map<String, String> pathValues) {
        return Optional.of(pathValues.get(NUMBER))
                .filter(text -> text.matches("[1-9][0-9]?"))
                .map(Integer::valueOf);
    }

    private static CompletionStage<Response<byte[]>> json(int status, Object body) {
        return CompletableFuture.completedStage(
                JsonBodies.response(status, JSON, body).with(Map.of("Cache-Control", "no-store")));
    }

    private static NodeReply replyOf(LocalNode node) {
        return new NodeReply(
                node.number(),
                node.nodeId(),
                new Ports(node.socketPort(), node.httpPort(), node.opsPort()),
                node.state().name().toLowerCase(Locale.ROOT));
    }
}
