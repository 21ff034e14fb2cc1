package dev.parley.gateway.http;

import static dev.parley.gateway.http.ApiFixture.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.gateway.http.ApiFixture.Answer;
import dev.parley.gateway.http.ApiFixture.Call;
import dev.parley.presence.PresenceState;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallersTest {
    private static final String CHAT = "{\"client\":\"anna\",\"provider\":\"boris\"}";
    private final ApiFixture api = ApiFixture.withTokens();

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void withoutATokenNothingIsShown() {
        Answer answer = api.get("/api/users/anna");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.code()).isEqualTo("token_missing");
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"parley\"");
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    }

    @Test
    void aForgedTokenIsRefused() {
        String forged = api.token("anna", "service").replaceAll("\\.[^.]*$", ".AAAA");

        Answer answer = api.call("GET", "/api/users/anna")
                .header("Authorization", "Bearer " + forged)
                .send();

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.code()).isEqualTo("token_invalid");
        assertThat(answer.header("WWW-Authenticate")).contains("error=\"invalid_token\"");
    }

    @Test
    void anotherSchemeIsNoToken() {
        Answer answer = api.call("GET", "/api/users/anna")
                .header("Authorization", "Basic YW5uYTpzZWNyZXQ=")
                .send();

        assertThat(answer.code()).isEqualTo("token_invalid");
    }

    @Test
    void aSchemeAloneIsAMissingToken() {
        Answer answer = api.call("GET", "/api/users/anna")
                .header("Authorization", "Bearer ")
                .send();

        assertThat(answer.code()).isEqualTo("token_missing");
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"parley\"");
    }

    @Test
    void anExpiredTokenIsRefused() {
        String token = api.token("anna", "client");
        api.clock.advance(Duration.ofHours(2));

        Answer answer = api.call("GET", "/api/users/anna")
                .header("Authorization", "Bearer " + token)
                .send();

        assertThat(answer.code()).isEqualTo("token_expired");
    }

    @Test
    void aUserCannotActForAnother() {
        assertForbidden(anna("GET", "/api/users/boris"));
        assertForbidden(anna("PUT", "/api/users/boris").json("{\"displayName\":\"B\"}"));
        assertForbidden(anna("PUT", "/api/users/boris/blocks/anna"));
        assertForbidden(anna("DELETE", "/api/users/boris/blocks/anna"));
        assertForbidden(anna("POST", "/api/users/boris/disconnect").json("{}"));
        assertForbidden(anna("GET", "/api/chats?userId=boris"));
        assertForbidden(anna("GET", "/api/notifications?userId=boris"));
        assertForbidden(anna("POST", "/api/chats").json("{\"client\":\"carla\",\"provider\":\"boris\"}"));
        assertForbidden(anna("POST", "/api/notifications")
                .json("{\"userIds\":[\"anna\",\"boris\"],\"type\":\"t\",\"title\":\"\",\"body\":\"\"}"));
        assertForbidden(
                anna("POST", "/api/notifications/emit").json("{\"userId\":\"boris\",\"notification\":{\"a\":1}}"));
        String chat =
                anna("POST", "/api/chats").json(CHAT).send().json().get("_id").asText();
        assertForbidden(
                anna("POST", "/api/chats/" + chat + "/messages").json("{\"sender\":\"boris\",\"content\":\"I pay\"}"));
        assertForbidden(anna("POST", "/api/rules/explain")
                .json("{\"chatId\":\"" + chat + "\",\"sender\":\"boris\",\"content\":\"I pay\"}"));
    }

    @Test
    void whatIsForServicesIsForbiddenToUsers() {
        String chat =
                anna("POST", "/api/chats").json(CHAT).send().json().get("_id").asText();

        assertForbidden(anna("PATCH", "/api/chats/" + chat).json("{\"stage\":\"booked\"}"));
        assertForbidden(anna("GET", "/api/cluster"));
        assertForbidden(anna("PUT", "/api/users/anna").json("{\"role\":\"service\"}"));
        assertForbidden(anna("PUT", "/api/users/anna").json("{\"suspended\":false}"));
    }

    @Test
    void aUserSeesTheirOwn() {
        anna("PUT", "/api/users/anna").json("{\"displayName\":\"Anna\"}").send();
        String chat =
                anna("POST", "/api/chats").json(CHAT).send().json().get("_id").asText();
        anna("POST", "/api/chats/" + chat + "/messages")
                .json("{\"sender\":\"anna\",\"content\":\"soup?\"}")
                .send();

        assertThat(anna("GET", "/api/users/anna")
                        .send()
                        .json()
                        .get("displayName")
                        .asText())
                .isEqualTo("Anna");
        assertThat(as("boris", "provider", "GET", "/api/chats")
                        .send()
                        .json()
                        .at("/chats/0/unread")
                        .asInt())
                .isEqualTo(1);
        assertThat(as("boris", "provider", "GET", "/api/chats/" + chat)
                        .send()
                        .json()
                        .get("unread")
                        .asInt())
                .isEqualTo(1);
        assertThat(anna("GET", "/api/notifications").send().status()).isEqualTo(200);
    }

    @Test
    void aStrangersChatIsNotFoundWhicheverWayItIsAskedFor() {
        String chat =
                anna("POST", "/api/chats").json(CHAT).send().json().get("_id").asText();

        assertNotFound(mallory("GET", "/api/chats/" + chat));
        assertNotFound(mallory("GET", "/api/chats/" + chat + "/messages"));
        assertNotFound(mallory("POST", "/api/chats/" + chat + "/messages")
                .json("{\"sender\":\"mallory\",\"content\":\"hi\"}"));
        assertNotFound(mallory("POST", "/api/rules/explain")
                .json("{\"chatId\":\"" + chat + "\",\"sender\":\"mallory\",\"content\":\"hi\"}"));
    }

    @Test
    void aServiceActsForAnyone() {
        String chat = service("POST", "/api/chats")
                .json(CHAT)
                .send()
                .json()
                .get("_id")
                .asText();

        assertThat(service("POST", "/api/chats/" + chat + "/messages")
                        .json("{\"sender\":\"anna\",\"content\":\"soup?\"}")
                        .send()
                        .status())
                .isEqualTo(201);
        assertThat(service("GET", "/api/cluster").send().status()).isEqualTo(200);
        assertThat(service("GET", "/api/chats").send().code()).isEqualTo("invalid_payload");
    }

    @Test
    void someoneWhoAppearsOfflineOrHasBlockedTheAskerShowsNothing() {
        api.presence.put(new PresenceState(user("boris"), false, Optional.of(api.clock.instant()), 2, 1));
        api.presence.put(new PresenceState(user("carla"), true, Optional.of(api.clock.instant()), 2, 1));
        api.users.block(user("carla"), user("anna"));

        assertThat(anna("GET", "/api/presence/boris")
                        .send()
                        .json()
                        .get("connections")
                        .asInt())
                .isZero();
        assertThat(anna("GET", "/api/presence/carla")
                        .send()
                        .json()
                        .get("isOnline")
                        .asBoolean())
                .isFalse();
        assertThat(service("GET", "/api/presence/boris")
                        .send()
                        .json()
                        .get("connections")
                        .asInt())
                .isEqualTo(1);
    }

    private Call anna(String method, String path) {
        return as("anna", "client", method, path);
    }

    private Call mallory(String method, String path) {
        return as("mallory", "client", method, path);
    }

    private Call service(String method, String path) {
        return as("billing", "service", method, path);
    }

    private Call as(String user, String role, String method, String path) {
        return api.call(method, path).as(user, role);
    }

    private static void assertForbidden(Call call) {
        Answer answer = call.send();
        assertThat(answer.status()).as(answer.response().toString()).isEqualTo(403);
        assertThat(answer.code()).isEqualTo("forbidden");
    }

    private static void assertNotFound(Call call) {
        Answer answer = call.send();
        assertThat(answer.status()).as(answer.response().toString()).isEqualTo(404);
        assertThat(answer.code()).isEqualTo("chat_not_found");
    }
}
