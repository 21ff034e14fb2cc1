package dev.parley.gateway.transport;

import dev.parley.gateway.engineio.EngineError;
import dev.parley.gateway.engineio.EngineTransport;
import dev.parley.gateway.engineio.MalformedInputException;
import dev.parley.gateway.engineio.PollingPayload;

/** Engine.IO 4, section "HTTP long-polling": what polls and payloads do to a session. Any thread. */
final class LongPolling {

    private LongPolling() {}

    /** Answered when there is something to say. */
    static void poll(EngineSession link, HttpExchange exchange) {
        link.run(() -> pollNow(link, exchange));
    }

    private static void pollNow(EngineSession link, HttpExchange exchange) {
        PollingOutbound polling = link.polling();
        if (link.isEnded()) {
            pollAfterEnd(link, exchange);
        } else if (link.isOverdue()) {
            link.end(DisconnectReason.PING_TIMEOUT);
            exchange.error(EngineError.UNKNOWN_SID);
        } else if (polling == null) {
            exchange.error(EngineError.BAD_REQUEST);
        } else if (polling.isPolled()) {
            link.end(DisconnectReason.DUPLICATE_POLL);
            exchange.error(EngineError.BAD_REQUEST);
        } else {
            polling.poll(exchange);
            polling.flush();
            link.releasePollSoon();
        }
    }

    /** Gives the client of a session that the server has closed its last packets, then the close packet. */
    private static void pollAfterEnd(EngineSession link, HttpExchange exchange) {
        PollingOutbound polling = link.polling();
        if (polling == null || !polling.hasAnswer()) {
            exchange.error(EngineError.UNKNOWN_SID);
            return;
        }
        polling.poll(exchange);
        polling.flush();
        if (!polling.hasAnswer()) {
            link.endLinger();
        }
    }

    /** The connection of a poll was closed before it was answered. */
    static void aborted(EngineSession link, HttpExchange exchange) {
        link.run(() -> {
            PollingOutbound polling = link.polling();
            if (polling != null && polling.isPolledBy(exchange)) {
                polling.forgetPoll();
                link.end(DisconnectReason.POLL_ABORTED);
            }
        });
    }

    /** Hears the packets of one payload. */
    private record Payload(EngineSession link) implements PollingPayload.Packets {
        @Override
        public void text(byte[] packet) throws MalformedInputException {
            link.hearText(packet, EngineTransport.POLLING);
        }

        @Override
        public void binary(byte[] data) throws MalformedInputException {
            link.hearBinary(data, EngineTransport.POLLING);
        }
    }

    /** A payload of the client; answered when all of it was heard. */
    static void receive(EngineSession link, HttpExchange exchange, byte[] payload) {
        link.run(() -> receiveNow(link, exchange, payload));
    }

    private static void receiveNow(EngineSession link, HttpExchange exchange, byte[] payload) {
        if (link.isLingering()) {
            exchange.ok(); // what it says comes too late, and is no reason for it to drop its last packets
        } else if (link.isEnded()) {
            exchange.error(EngineError.UNKNOWN_SID);
        } else if (link.isPolling() && link.hears(() -> PollingPayload.decode(payload, new Payload(link)))) {
            exchange.ok();
        } else {
            exchange.error(EngineError.BAD_REQUEST);
        }
    }
}
