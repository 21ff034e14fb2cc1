package dev.parley.gateway.transport;

import com.corundumstudio.socketio.HandshakeData;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;

/** The handshake's headers and parameters, until the session is in a namespace: they are most of what an idle socket weighs. */
final class ReleasableHandshake extends HandshakeData {

    private transient volatile HttpHeaders headers;
    private transient volatile Map<String, List<String>> parameters;
    private transient volatile String url;

    ReleasableHandshake(
            HttpHeaders headers,
            Map<String, List<String>> parameters,
            InetSocketAddress remote,
            InetSocketAddress local,
            String url,
            boolean isCrossDomain) {
        super(null, null, remote, local, null, isCrossDomain);
        this.headers = headers;
        this.parameters = parameters;
        this.url = url;
    }

    /** Bytes of text that are kept until {@link #release}; parameters repeat the URL. */
    int size() {
        int size = 2 * url.length();
        for (Map.Entry<String, String> header : headers) {
            size += header.getKey().length() + header.getValue().length();
        }
        return size;
    }

    void release() {
        headers = EmptyHttpHeaders.INSTANCE;
        parameters = Map.of();
        url = "";
    }

    @Override
    public HttpHeaders getHttpHeaders() {
        return headers;
    }

    @Override
    public Map<String, List<String>> getUrlParams() {
        return parameters;
    }

    @Override
    public String getSingleUrlParam(String name) {
        List<String> values = parameters.get(name);
        return values != null && values.size() == 1 ? values.get(0) : null;
    }

    @Override
    public String getUrl() {
        return url;
    }
}
