package dev.parley.gateway.http;

import dev.parley.core.id.IdGenerator;
import dev.parley.presence.NodeId;
import java.util.Map;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs the requests to the HTTP port under their request ids. */
public final class HttpRequestLog {
    private static final String HEADER = "X-Request-Id";
    private static final Pattern WELL_FORMED = Pattern.compile("[A-Za-z0-9._:=+/@-]{1,128}");
    private static final Logger LOG = LoggerFactory.getLogger(HttpRequestLog.class);

    private final NodeId node;
    private final IdGenerator ids;

    /** @param ids for requests without an {@code X-Request-Id} */
    public HttpRequestLog(NodeId node, IdGenerator ids) {
        this.node = node;
        this.ids = ids;
    }

    /** Takes the id from {@code X-Request-Id} if it is well formed. */
    HttpLogContext begin(HttpRequest request) {
        String given = request.header("x-request-id").orElse("");
        return new HttpLogContext(node, WELL_FORMED.matcher(given).matches() ? given : ids.next(), request.method());
    }

    /** The request id as a header of the response. */
    static Map<String, String> headers(HttpLogContext request) {
        return Map.of(HEADER, request.id());
    }

    void failed(HttpLogContext request, Throwable failure) {
        request.on(LOG.atError().setCause(failure)).log("{} failed", request.method());
    }

    void ended(HttpLogContext request, int status, long millis) {
        if (LOG.isDebugEnabled()) {
            request.on(LOG.atDebug())
                    .addKeyValue("status", status)
                    .addKeyValue("ms", millis)
                    .log("answered");
        }
    }
}
