package dev.parley.gateway.http;

import dev.parley.gateway.http.RestPayloads.ClusterReply;
import dev.parley.gateway.http.RestPayloads.NodePayload;
import dev.parley.gateway.nodes.NodeDirectory;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** HTTP to the cluster directory. */
public final class ClusterRoutes implements RouteGroup {
    private final NodeDirectory directory;

    public ClusterRoutes(NodeDirectory directory) {
        this.directory = directory;
    }

    @Override
    public List<ApiRoute<?, ?>> routes() {
        return List.of(new ApiRoute<>(Routes.GET_CLUSTER, this::nodes));
    }

    private CompletionStage<Answer<ClusterReply>> nodes(ApiCall<Void> call) {
        return directory
                .nodes()
                .thenApply(entries -> Answer.ok(new ClusterReply(
                        entries.stream().map(ClusterRoutes::payloadOf).toList())));
    }

    private static NodePayload payloadOf(NodeDirectory.Entry entry) {
        return new NodePayload(
                entry.node().id().value(),
                entry.node().version(),
                entry.node().startedAt(),
                entry.leaseUntil(),
                entry.node().connections(),
                entry.node().rooms());
    }
}
