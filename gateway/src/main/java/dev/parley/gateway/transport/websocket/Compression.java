package dev.parley.gateway.transport.websocket;

import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionData;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionDecoder;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionEncoder;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionFilterProvider;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketServerExtension;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketServerExtensionHandler;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketServerExtensionHandshaker;
import io.netty.handler.codec.http.websocketx.extensions.compression.PerMessageDeflateServerExtensionHandshaker;
import java.util.HashMap;
import java.util.Map;

/**
 * permessage-deflate (RFC 7692) with a bound on what a message may grow to. The server compresses each message separately, so that an idle
 * socket keeps no window for it. The response names no parameter that the client did not offer (section 7.1): Safari does not expect
 * {@code client_no_context_takeover} unasked. So a client may keep its window, which costs memory here once it has compressed a message.
 */
public final class Compression {

    /** Bytes; messages up to here are sent as they are. */
    public static final int THRESHOLD = 1024;

    private static final int LEVEL = 6;
    private static final int WINDOW_BITS = 15;

    private Compression() {}

    public static WebSocketServerExtensionHandler handler(int maxMessage) {
        return new WebSocketServerExtensionHandler(new OfferedParameters(new PerMessageDeflateServerExtensionHandshaker(
                LEVEL,
                false,
                WINDOW_BITS,
                true,
                true,
                WINDOW_BITS,
                PerMessageDeflateServerExtensionHandshaker.DEFAULT_MEM_LEVEL,
                WebSocketExtensionFilterProvider.DEFAULT,
                maxMessage)));
    }

    private record OfferedParameters(WebSocketServerExtensionHandshaker deflate)
            implements WebSocketServerExtensionHandshaker {
        @Override
        public WebSocketServerExtension handshakeExtension(WebSocketExtensionData offer) {
            Map<String, String> parameters = new HashMap<>(offer.parameters());
            parameters.put("server_no_context_takeover", null);
            WebSocketServerExtension agreed = deflate.handshakeExtension(offer);
            WebSocketServerExtension withoutWindow =
                    deflate.handshakeExtension(new WebSocketExtensionData(offer.name(), parameters));
            return agreed == null ? null : new Deflate(agreed, withoutWindow);
        }
    }

    /** Decodes and answers as agreed, and encodes without a window, which every agreement allows. */
    private record Deflate(WebSocketServerExtension agreed, WebSocketServerExtension withoutWindow)
            implements WebSocketServerExtension {
        @Override
        public WebSocketExtensionData newReponseData() {
            return agreed.newReponseData();
        }

        @Override
        public int rsv() {
            return agreed.rsv();
        }

        @Override
        public WebSocketExtensionDecoder newExtensionDecoder() {
            return agreed.newExtensionDecoder();
        }

        @Override
        public WebSocketExtensionEncoder newExtensionEncoder() {
            return withoutWindow.newExtensionEncoder();
        }
    }
}
