package dev.parley.gateway.events;

import static dev.parley.core.testing.Stages.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.parley.gateway.auth.TestTokens;
import dev.parley.gateway.auth.TokenAuthenticator;
import dev.parley.gateway.auth.TokenSettings;
import dev.parley.gateway.recovery.HandshakeResult;
import dev.parley.gateway.transport.ConnectDecision;
import dev.parley.gateway.transport.ConnectRequest;
import dev.parley.gateway.wire.WireJson;
import dev.parley.testing.CapturedLog;
import java.net.InetAddress;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenAuthorizerTest {
    @RegisterExtension
    final CapturedLog log = CapturedLog.of(TokenAuthorizer.class);

    private final TestTokens issuer = new TestTokens();

    @AfterEach
    void close() {
        issuer.close();
    }

    @Test
    void whoHasATokenIsWhoItSays() {
        for (String token :
                new String[] {issuer.of("anna"), "Bearer " + issuer.of("anna"), "bearer " + issuer.of("anna")}) {
            var admission = admitted(issuer.authenticator(), "{\"token\":\"" + token + "\"}");
            assertThat(admission)
                    .isInstanceOfSatisfying(ConnectDecision.Accepted.class, accepted -> assertThat(accepted.attachment()
                                    .as(HandshakeResult.class)
                                    .orElseThrow()
                                    .identity())
                            .hasValueSatisfying(identity ->
                                    assertThat(identity.userId().value()).isEqualTo("anna")));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|token_missing",
                "{\"token\":null}|token_missing",
                "{\"token\":7}|token_invalid",
                "{\"token\":[]}|token_invalid",
                "{\"token\":{\"$gt\":\"\"}}|token_invalid",
                "{\"token\":\"\"}|token_missing",
                "{\"token\":\"[a?b]\"}|token_invalid"
            })
    void whoHasNoneIsToldWhy(String auth, String code) {
        assertThat(admitted(issuer.authenticator(), auth))
                .isEqualTo(new ConnectDecision.Refused("unauthorized", Map.of("code", code)));
    }

    @Test
    void aTokenThatCannotBeCheckedNowMayBeTriedAgain() {
        var nowhere = new TokenSettings(
                Optional.empty(),
                Optional.of(URI.create("http://127.0.0.1:1/jwks")),
                Optional.empty(),
                Optional.empty());
        String ofAKey = "eyJhbGciOiJSUzI1NiIsImtpZCI6ImsifQ.eyJzdWIiOiJhbm5hIn0.AAAA";
        var authorizer = new TokenAuthorizer(Optional.of(issuer.authenticator(nowhere)));
        for (int i = 0; i < 3; i++) {
            assertThat(await(authorizer.authorize(request("{\"token\":\"" + ofAKey + "\"}"))))
                    .isEqualTo(new ConnectDecision.Refused("unavailable", Map.of("code", "unavailable")));
        }
        assertThat(log.warnings()).as("one a minute").hasSize(1);
    }

    @Test
    void withoutTokensEverySocketIsAcceptedWithoutAUser() {
        var open = new TokenAuthorizer(Optional.empty());
        assertThat(await(open.authorize(request("{\"token\":\"whatever\"}"))))
                .isEqualTo(new ConnectDecision.Accepted(new HandshakeResult(Optional.empty())));
    }

    private static ConnectDecision admitted(TokenAuthenticator tokens, String auth) {
        return await(new TokenAuthorizer(Optional.of(tokens)).authorize(request(auth)));
    }

    private static ConnectRequest request(String auth) {
        try {
            return new ConnectRequest(
                    "/", WireJson.mapper().readTree(auth), InetAddress.getLoopbackAddress(), null, null);
        } catch (JsonProcessingException wrong) {
            throw new AssertionError(wrong);
        }
    }
}
