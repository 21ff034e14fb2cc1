package dev.parley.gateway.engineio;

import java.nio.charset.StandardCharsets;

/** Engine.IO 4, section "Handshake": the first packet of a session. */
public final class OpenPacket {

    private OpenPacket() {}

    /**
     * @param sid of characters that JSON needs not escape
     * @param canUpgrade whether the client may go on to a websocket
     * @param pingInterval milliseconds
     * @param pingTimeout milliseconds
     */
    public static byte[] encode(String sid, boolean canUpgrade, long pingInterval, long pingTimeout, int maxPayload) {
        String upgrades = canUpgrade ? "\"websocket\"" : "";
        String packet = "0{\"sid\":\"" + sid + "\",\"upgrades\":[" + upgrades + "],\"pingInterval\":" + pingInterval
                + ",\"pingTimeout\":" + pingTimeout + ",\"maxPayload\":" + maxPayload + "}";
        return packet.getBytes(StandardCharsets.US_ASCII);
    }
}
