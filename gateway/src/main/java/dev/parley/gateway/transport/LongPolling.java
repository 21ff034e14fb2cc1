package dev.parley.gateway.transport;

import dev.parley.gateway.engineio.EngineError;
import dev.parley.gateway.engineio.EngineTransport;
import dev.parley.gateway.engineio.MalformedInputException;
import dev.parley.gateway.engineio.PollingPayload;
import dev.parley.gateway.transport.http.HttpExchange;

/** Engine.IO 4, section "HTTP long-polling": what polls and payloads do to a session. Any thread. */
final class LongPolling {

    private LongPolling() {}

    /** Answered when there is something to say. */
    static void poll(EngineSession engine, HttpExchange exchange) {
        engine.run(() -> pollNow(engine, exchange));
    }

    private static void pollNow(EngineSession engine, HttpExchange exchange) {
        PollingOutbound polling = engine.polling();
        if (engine.isEnded()) {
            pollAfterEnd(engine, exchange);
        } else if (engine.isOverdue()) {
            engine.end(DisconnectReason.PING_TIMEOUT);
            exchange.error(EngineError.UNKNOWN_SID);
        } else if (polling == null) {
            exchange.error(EngineError.BAD_REQUEST);
        } else if (polling.isPolled()) {
            engine.end(DisconnectReason.DUPLICATE_POLL);
            exchange.error(EngineError.BAD_REQUEST);
        } else {
            polling.poll(exchange);
            polling.flush();
            engine.releasePollSoon();
        }
    }

    /** Gives the client of a session that the server has closed its last packets, then the close packet. */
    private static void pollAfterEnd(EngineSession engine, HttpExchange exchange) {
        PollingOutbound polling = engine.polling();
        if (polling == null || !polling.hasAnswer()) {
            exchange.error(EngineError.UNKNOWN_SID);
            return;
        }
        polling.poll(exchange);
        polling.flush();
        if (!polling.hasAnswer()) {
            engine.endLinger();
        }
    }

    /** The connection of a poll was closed before it was answered. */
    static void aborted(EngineSession engine, HttpExchange exchange) {
        engine.run(() -> {
            PollingOutbound polling = engine.polling();
            if (polling != null && polling.isPolledBy(exchange)) {
                polling.forgetPoll();
                engine.end(DisconnectReason.POLL_ABORTED);
            }
        });
    }

    /** Handles the packets of one payload. */
    private record Payload(EngineSession engine) implements PollingPayload.Packets {
        @Override
        public void text(byte[] packet) throws MalformedInputException {
            engine.handleText(packet, EngineTransport.POLLING);
        }

        @Override
        public void binary(byte[] data) throws MalformedInputException {
            engine.handleBinary(data, EngineTransport.POLLING);
        }
    }

    /** Receives a payload. The request is answered when all its packets are handled. */
    static void receive(EngineSession engine, HttpExchange exchange, byte[] payload) {
        engine.run(() -> receiveNow(engine, exchange, payload));
    }

    private static void receiveNow(EngineSession engine, HttpExchange exchange, byte[] payload) {
        if (engine.isLingering()) {
            exchange.ok(); // its packets are late; an error would make it drop its last packets
        } else if (engine.isEnded()) {
            exchange.error(EngineError.UNKNOWN_SID);
        } else if (engine.isPolling() && engine.handle(() -> PollingPayload.decode(payload, new Payload(engine)))) {
            exchange.ok();
        } else {
            exchange.error(EngineError.BAD_REQUEST);
        }
    }
}
