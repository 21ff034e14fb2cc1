package dev.parley.gateway.engineio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.gateway.engineio.EngineRequest.Open;
import dev.parley.gateway.engineio.EngineRequest.Poll;
import dev.parley.gateway.engineio.EngineRequest.Push;
import dev.parley.gateway.engineio.EngineRequest.Refused;
import dev.parley.gateway.engineio.EngineRequest.Upgrade;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineRequestTest {

    @Test
    void aClientOpensPollsPushesAndUpgrades() {
        assertThat(request("GET", false, "polling", "4", null)).isEqualTo(new Open(EngineTransport.POLLING));
        assertThat(request("GET", true, "websocket", "4", null)).isEqualTo(new Open(EngineTransport.WEBSOCKET));
        assertThat(request("GET", false, "polling", "4", "x")).isEqualTo(new Poll("x"));
        assertThat(request("POST", false, "polling", "4", "x")).isEqualTo(new Push("x"));
        assertThat(request("GET", true, "websocket", "4", "x")).isEqualTo(new Upgrade("x"));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "GET,  false, -,         4,   -, UNKNOWN_TRANSPORT",
                "GET,  false, abc,       4,   -, UNKNOWN_TRANSPORT",
                "GET,  false, polling,   -,   -, UNSUPPORTED_PROTOCOL_VERSION",
                "GET,  false, polling,   3,   -, UNSUPPORTED_PROTOCOL_VERSION",
                "GET,  true,  websocket, abc, -, UNSUPPORTED_PROTOCOL_VERSION",
                "POST, false, polling,   4,   -, BAD_HANDSHAKE_METHOD",
                "PUT,  false, polling,   4,   -, BAD_HANDSHAKE_METHOD",
                "PUT,  false, polling,   4,   x, BAD_HANDSHAKE_METHOD",
                "POST, true,  websocket, 4,   x, BAD_HANDSHAKE_METHOD",
                "POST, true,  websocket, 4,   -, BAD_HANDSHAKE_METHOD",
                "GET,  false, websocket, 4,   -, BAD_REQUEST",
                "GET,  true,  polling,   4,   x, BAD_REQUEST",
            })
    void aWrongRequestIsToldWhatIsWrong(
            String method, boolean isUpgrade, String transport, String version, String sid, EngineError error) {
        assertThat(request(method, isUpgrade, transport, version, sid)).isEqualTo(new Refused(error));
    }

    @Test
    void errorsHaveTheCodesAndWordsThatClientsKnow() {
        assertThat(EngineError.UNKNOWN_SID.json()).isEqualTo("{\"code\":1,\"message\":\"Session ID unknown\"}");
        assertThat(EngineError.UNKNOWN_SID.status()).isEqualTo(400);
        assertThat(EngineError.FORBIDDEN.status()).isEqualTo(403);
    }

    @Test
    void theOpenPacketTellsTheClientItsTerms() {
        assertThat(new String(OpenPacket.encode("abc", true, 300, 200, 1_000_000)))
                .isEqualTo("0{\"sid\":\"abc\",\"upgrades\":[\"websocket\"],\"pingInterval\":300,"
                        + "\"pingTimeout\":200,\"maxPayload\":1000000}");
        assertThat(new String(OpenPacket.encode("abc", false, 300, 200, 1))).contains("\"upgrades\":[]");
    }

    private static EngineRequest request(
            String method, boolean isUpgrade, String transport, String version, String sid) {
        var query = new java.util.HashMap<String, String>(Map.of("t", "now"));
        query.put("transport", transport);
        query.put("EIO", version);
        query.put("sid", sid);
        return EngineRequest.of(method, isUpgrade, query::get);
    }
}
