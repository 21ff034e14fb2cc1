package dev.parley.gateway.http;

import dev.parley.gateway.http.RestPayloads.ClusterReply;
import dev.parley.gateway.http.RestPayloads.NodePayload;
import dev.parley.gateway.nodes.NodeDirectory;
import dev.parley.gateway.nodes.NodeFigures;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The REST route of the cluster directory. */
public final class ClusterRoutes {
    private final NodeDirectory directory;

    public ClusterRoutes(NodeDirectory directory) {
        this.directory = directory;
    }

    public List<RestEndpoint<?, ?>> routes() {
        return List.of(new RestEndpoint<>(Routes.GET_CLUSTER, this::nodes));
    }

    private CompletionStage<Response<ClusterReply>> nodes(RequestContext<Void> request) {
        return directory
                .nodes()
                .thenApply(entries -> Response.ok(new ClusterReply(
                        entries.stream().map(ClusterRoutes::payloadOf).toList())));
    }

    private static NodePayload payloadOf(NodeDirectory.Entry entry) {
        NodeFigures figures = entry.node().figures();
        return new NodePayload(
                entry.node().id().value(),
                entry.node().version(),
                entry.node().startedAt(),
                entry.leaseUntil(),
                entry.node().connections(),
                entry.node().rooms(),
                figures.messages(),
                figures.deliveries(),
                figures.disagreements(),
                figures.canaries(),
                figures.refusals());
    }
}
