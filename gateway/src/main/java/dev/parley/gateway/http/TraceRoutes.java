package dev.parley.gateway.http;

import dev.parley.core.id.UserId;
import dev.parley.gateway.http.TracePayloads.TraceReply;
import dev.parley.gateway.trace.MessageTraces;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The REST route that tells what became of a message. */
public final class TraceRoutes {
    private static final int MAX_ID = 128;

    private final MessageTraces traces;

    public TraceRoutes(MessageTraces traces) {
        this.traces = traces;
    }

    public List<RestEndpoint<?, ?>> routes() {
        return List.of(new RestEndpoint<>(Routes.TRACE_MESSAGE, this::trace));
    }

    private CompletionStage<Response<TraceReply>> trace(RequestContext<Void> request) {
        String id = request.pathValues().get("id");
        if (id.length() > MAX_ID) {
            throw RequestContext.invalid("the id of a message has at most " + MAX_ID + " characters");
        }
        return traces.of(id, request.text("userId").map(UserId::new))
                .thenApply(report -> Response.ok(TraceReply.of(report)));
    }
}
