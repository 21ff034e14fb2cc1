package dev.parley.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.gateway.http.ApiFixture.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UserRoutesTest {
    private final ApiFixture api = ApiFixture.open();

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void aUserIsMadeByBeingChangedAndKeepsWhatIsNotNamed() {
        api.put("/api/users/anna", "{\"role\":\"client\",\"displayName\":\"Anna\"}");

        Answer suspended = api.put("/api/users/anna", "{\"suspended\":true}");

        assertThat(suspended.status()).isEqualTo(200);
        assertThat(suspended.json().get("displayName").asText()).isEqualTo("Anna");
        assertThat(api.get("/api/users/anna").json()).isEqualTo(suspended.json());
        assertThat(suspended.json().get("role").asText()).isEqualTo("client");
        assertThat(suspended.json().get("suspended").asBoolean()).isTrue();
    }

    @Test
    void aSuspendedSenderIsForbidden() {
        String chat = api.openChat();
        api.put("/api/users/anna", "{\"suspended\":true}");

        Answer answer = api.post("/api/chats/" + chat + "/messages", "{\"sender\":\"anna\",\"content\":\"soup?\"}");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.code()).isEqualTo("account_suspended");
    }

    @Test
    void anUnknownUserCanChatAndIsNotBlocked() {
        Answer answer = api.get("/api/users/nobody");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("suspended").asBoolean()).isFalse();
        assertThat(answer.json().get("blocked")).isEmpty();
    }

    @Test
    void aBlockHoldsUntilItIsTakenBack() {
        String chat = api.openChat();
        String message = "{\"sender\":\"anna\",\"content\":\"soup?\"}";

        assertThat(api.call("PUT", "/api/users/boris/blocks/anna").send().status())
                .isEqualTo(204);
        Answer refused = api.post("/api/chats/" + chat + "/messages", message);
        assertThat(api.call("DELETE", "/api/users/boris/blocks/anna").send().status())
                .isEqualTo(204);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.code()).isEqualTo("recipient_unavailable");
        assertThat(api.post("/api/chats/" + chat + "/messages", message).status())
                .isEqualTo(201);
    }

    @Test
    void nobodyBlocksThemselves() {
        assertThat(api.call("PUT", "/api/users/anna/blocks/anna").send().status())
                .isEqualTo(400);
    }

    @Test
    void idsArePercentDecoded() {
        assertThat(api.get("/api/users/anna%2Fthe+first").json().get("userId").asText())
                .isEqualTo("anna/the+first");
        assertThat(api.get("/api/users/%C3%A5sa").json().get("userId").asText()).isEqualTo("åsa");
    }

    @Test
    void aUsersSocketsAreClosedOnEveryNode() {
        Answer answer = api.post("/api/users/anna/disconnect", "{\"reason\":\"left the company\"}");
        Answer bare = api.call("POST", "/api/users/boris/disconnect").send();

        assertThat(answer.status()).isEqualTo(204);
        assertThat(bare.status()).isEqualTo(204);
        assertThat(api.emitted.told()).containsExactly("disconnect [anna] whole true", "disconnect [boris] whole true");
    }

    @Test
    void anUnknownRoleIsRefused() {
        Answer answer = api.put("/api/users/anna", "{\"role\":\"queen\"}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("detail").asText()).startsWith("role");
    }
}
