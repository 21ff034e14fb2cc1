package dev.parley.gateway.transport;

import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionData;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionFilterProvider;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketServerExtension;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketServerExtensionHandler;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketServerExtensionHandshaker;
import io.netty.handler.codec.http.websocketx.extensions.compression.PerMessageDeflateServerExtensionHandshaker;
import java.util.HashMap;
import java.util.Map;

/**
 * permessage-deflate (RFC 7692) without context takeover in either direction, so that an idle socket keeps no window, and with a
 * bound on what a message may grow to.
 */
final class Compression {

    /** Bytes; messages up to here are sent as they are. */
    static final int THRESHOLD = 1024;

    private static final int LEVEL = 6;
    private static final int WINDOW_BITS = 15;

    private Compression() {}

    static WebSocketServerExtensionHandler handler(int maxMessage) {
        return new WebSocketServerExtensionHandler(new WithoutTakeover(new PerMessageDeflateServerExtensionHandshaker(
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

    /** Answers every offer with both {@code no_context_takeover} parameters, which a server may do unasked (section 7.1.1). */
    private record WithoutTakeover(WebSocketServerExtensionHandshaker deflate)
            implements WebSocketServerExtensionHandshaker {
        @Override
        public WebSocketServerExtension handshakeExtension(WebSocketExtensionData offer) {
            Map<String, String> parameters = new HashMap<>(offer.parameters());
            parameters.put("server_no_context_takeover", null);
            parameters.put("client_no_context_takeover", null);
            return deflate.handshakeExtension(new WebSocketExtensionData(offer.name(), parameters));
        }
    }
}
