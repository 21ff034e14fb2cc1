package dev.parley.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.gateway.http.ApiFixture.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChatRoutesTest {
    private final ApiFixture api = ApiFixture.open();

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void aChatIsOpenedOnceForTheSameThree() {
        String body = "{\"client\":\"anna\",\"provider\":\"boris\",\"context\":\"job 7\"}";

        Answer first = api.post("/api/chats", body);
        Answer again = api.post("/api/chats", body);

        assertThat(first.status()).isEqualTo(201);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json()).isEqualTo(first.json());
        assertThat(first.json().get("stage").asText()).isEqualTo("inquiry");
        assertThat(first.json().get("status").asText()).isEqualTo("open");
        assertThat(first.json().get("createdAt").asText()).isEqualTo("2030-01-01T12:00:00.000Z");
    }

    @Test
    void aChatShowsItsLastMessage() {
        String chat = api.openChat();
        say(chat, "anna", "soup?");

        Answer answer = api.get("/api/chats/" + chat);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().at("/lastMessage/content").asText()).isEqualTo("soup?");
    }

    @Test
    void chatsAreListedInPagesWithWhatIsUnread() {
        for (int i = 0; i < 3; i++) {
            api.post("/api/chats", "{\"client\":\"anna\",\"provider\":\"boris\",\"context\":\"job " + i + "\"}");
        }
        say(api.get("/api/chats?userId=anna").json().at("/chats/0/_id").asText(), "anna", "soup?");

        Answer first = api.get("/api/chats?userId=boris&limit=2");
        Answer rest = api.get("/api/chats?userId=boris&limit=2&cursor="
                + first.json().get("cursor").asText());

        assertThat(first.json().get("chats")).hasSize(2);
        assertThat(rest.json().get("chats")).hasSize(1);
        assertThat(rest.json().has("cursor")).isFalse();
        assertThat(first.json().at("/chats/0/unread").asInt()).isEqualTo(1);
    }

    @Test
    void aServiceMovesAChatAlongAndClosesIt() {
        String chat = api.openChat();

        Answer changed = api.call("PATCH", "/api/chats/" + chat)
                .json("{\"stage\":\"booked\",\"status\":\"closed\"}")
                .send();

        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.json().get("stage").asText()).isEqualTo("booked");
        assertThat(say(chat, "anna", "hello?").status()).isEqualTo(409);
        assertThat(say(chat, "anna", "hello?").code()).isEqualTo("chat_closed");
    }

    @Test
    void aChangeShowsInTheConversation() {
        String chat = api.openChat();

        Answer changed = api.call("PATCH", "/api/chats/" + chat)
                .json("{\"stage\":\"booked\"}")
                .send();
        api.call("PATCH", "/api/chats/" + chat).json("{\"stage\":\"booked\"}").send();

        assertThat(changed.json().at("/lastMessage/messageType").asText()).isEqualTo("system");
        JsonNode messages = api.get("/api/chats/" + chat + "/messages").json().get("messages");
        assertThat(messages).hasSize(1);
        assertThat(messages.at("/0/data/change").asText()).isEqualTo("stage");
        assertThat(messages.at("/0/data/from").asText()).isEqualTo("inquiry");
        assertThat(messages.at("/0/data/to").asText()).isEqualTo("booked");
    }

    @Test
    void aServicePostsSystemMessagesAndCustomOnesWithData() {
        String path = "/api/chats/" + api.openChat() + "/messages";

        Answer system =
                api.post(path, "{\"messageType\":\"system\",\"content\":\"See you\",\"data\":{\"at\":\"2030-01-02\"}}");
        Answer offer = api.post(
                path,
                "{\"sender\":\"anna\",\"messageType\":\"custom\",\"data\":{\"offer\":{\"price\":40,\"ok\":null}}}");

        assertThat(system.status()).isEqualTo(201);
        assertThat(system.json().at("/message/sender").asText()).isEqualTo("boris");
        assertThat(system.json().at("/message/data/at").asText()).isEqualTo("2030-01-02");
        assertThat(offer.status()).isEqualTo(201);
        assertThat(offer.json().at("/message/data").toString()).isEqualTo("{\"offer\":{\"price\":40,\"ok\":null}}");
        assertThat(api.get(path + "?after=1")
                        .json()
                        .at("/messages/0/data/offer/price")
                        .asInt())
                .isEqualTo(40);
    }

    @Test
    void aUserPostsNoSystemMessage() {
        try (ApiFixture secured = ApiFixture.withTokens()) {
            String chat = secured.call("POST", "/api/chats")
                    .as("shop", "service")
                    .json("{\"client\":\"anna\",\"provider\":\"boris\"}")
                    .send()
                    .json()
                    .get("_id")
                    .asText();
            Answer refused = secured.call("POST", "/api/chats/" + chat + "/messages")
                    .as("anna", "client")
                    .json("{\"sender\":\"anna\",\"messageType\":\"system\",\"content\":\"booked\"}")
                    .send();
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.code()).isEqualTo("forbidden");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"sender\":\"anna\",\"content\":\"hi\",\"data\":{\"a\":1}}",
                "{\"sender\":\"anna\",\"messageType\":\"custom\"}",
                "{\"sender\":\"anna\",\"messageType\":\"custom\",\"data\":[1]}",
                "{\"sender\":\"anna\",\"messageType\":\"custom\",\"data\":{\"$set\":1}}",
                "{\"sender\":\"anna\",\"messageType\":\"custom\",\"data\":{\"a\":[{\"b.c\":1}]}}",
                "{\"sender\":\"anna\",\"messageType\":\"custom\",\"data\":{\"a\\u0000\":1}}",
                "{\"sender\":\"anna\",\"messageType\":\"custom\",\"data\":{\"a\":\"\\ud800\"}}",
                "{\"sender\":\"anna\",\"messageType\":\"custom\",\"data\":{\"a\":1e999}}",
                "{\"sender\":\"anna\",\"messageType\":\"song\",\"content\":\"la\"}",
                "{\"messageType\":\"custom\",\"data\":{\"a\":1}}"
            })
    void dataThatNoStoreKeepsIsRefused(String message) {
        Answer refused = api.post("/api/chats/" + api.openChat() + "/messages", message);

        assertThat(refused.code()).isEqualTo("invalid_payload");
    }

    @Test
    void dataIsBoundedInBytesAndDepth() {
        String path = "/api/chats/" + api.openChat() + "/messages";
        int frame = "{\"a\":\"\"}".length();

        assertThat(api.post(path, customWith("\"" + "x".repeat(8192 - frame) + "\""))
                        .status())
                .isEqualTo(201);
        assertThat(api.post(path, customWith("\"" + "x".repeat(8193 - frame) + "\""))
                        .code())
                .isEqualTo("invalid_payload");
        assertThat(api.post(path, customWith("\"" + "\u00e9".repeat(4100) + "\""))
                        .code())
                .isEqualTo("invalid_payload");
        assertThat(api.post(path, customWith("[".repeat(19) + "]".repeat(19))).status())
                .isEqualTo(201);
        assertThat(api.post(path, customWith("[".repeat(20) + "]".repeat(20))).code())
                .isEqualTo("invalid_payload");
    }

    private static String customWith(String value) {
        return "{\"sender\":\"anna\",\"messageType\":\"custom\",\"data\":{\"a\":" + value + "}}";
    }

    @Test
    void messagesAreReadFromEitherEnd() {
        String chat = api.openChat();
        for (int i = 1; i <= 5; i++) {
            say(chat, "anna", "message " + i);
        }

        assertThat(seqs(chat, "?after=1&limit=2")).isEqualTo("[2, 3] more");
        assertThat(seqs(chat, "?after=3")).isEqualTo("[4, 5]");
        assertThat(seqs(chat, "?before=4&limit=2")).isEqualTo("[2, 3] more");
        assertThat(seqs(chat, "?limit=2")).isEqualTo("[4, 5] more");
    }

    @Test
    void aMessageTakesThePathOfSendMessage() {
        String chat = api.openChat();

        Answer sent = api.post(
                "/api/chats/" + chat + "/messages",
                "{\"sender\":\"anna\",\"content\":\" soup? \",\"media\":[\"https://cdn.example/soup.png\"],"
                        + "\"clientMessageId\":\"k1\"}");

        assertThat(sent.status()).isEqualTo(201);
        assertThat(sent.json().at("/message/content").asText()).isEqualTo("soup?");
        assertThat(sent.json().at("/message/seq").asInt()).isEqualTo(1);
        assertThat(sent.json().at("/message/media/0/url").asText()).isEqualTo("https://cdn.example/soup.png");
        assertThat(api.rooms.told()).containsExactly("posted soup?", "notified boris unread 1");
    }

    @Test
    void aRetryIsStoredAndHeardOnce() {
        String chat = api.openChat();
        String message = "{\"sender\":\"anna\",\"content\":\"soup?\",\"clientMessageId\":\"k1\"}";

        Answer first = api.post("/api/chats/" + chat + "/messages", message);
        Answer again = api.post("/api/chats/" + chat + "/messages", message);

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json().get("duplicate").asBoolean()).isTrue();
        assertThat(again.json().get("message")).isEqualTo(first.json().get("message"));
        assertThat(api.rooms.posted()).hasSize(1);
    }

    @Test
    void aRuleRefusesAsOnSocketIo() {
        String chat = api.openChat();

        Answer tooEarly = say(chat, "boris", "buy this");
        Answer tooLong = say(chat, "anna", "x".repeat(5000));
        Answer nothing = say(chat, "anna", "  ");

        assertThat(tooEarly.status()).isEqualTo(422);
        assertThat(tooEarly.code()).isEqualTo("cannot_start_chat");
        assertThat(tooEarly.json().get("rule").asText()).isEqualTo("start");
        assertThat(tooLong.status()).isEqualTo(422);
        assertThat(tooLong.code()).isEqualTo("message_too_long");
        assertThat(nothing.status()).isEqualTo(400);
        assertThat(api.rooms.posted()).isEmpty();
    }

    @Test
    void aStrangersChatIsNotFound() {
        Answer answer = say(api.openChat(), "mallory", "hi");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.code()).isEqualTo("chat_not_found");
    }

    @Test
    void theRateIsToldWithWhenToTryAgain() {
        try (ApiFixture hasty = ApiFixture.openWithQuota(1)) {
            String chat = hasty.openChat();
            String message = "{\"sender\":\"anna\",\"content\":\"soup?\"}";
            hasty.post("/api/chats/" + chat + "/messages", message);

            Answer refused = hasty.post("/api/chats/" + chat + "/messages", message);

            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.code()).isEqualTo("rate_limited");
            assertThat(refused.json().get("retryAfterMs").asLong()).isEqualTo(30_000);
            assertThat(refused.header("Retry-After")).isEqualTo("30");
        }
    }

    @Test
    void everyRulesDecisionIsExplainedAndNothingIsSent() {
        String chat = api.openChat();

        Answer answer = api.post(
                "/api/rules/explain", "{\"chatId\":\"" + chat + "\",\"sender\":\"boris\",\"content\":\"buy this\"}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("canSend").asBoolean()).isFalse();
        assertThat(answer.json().get("decisions").findValuesAsText("rule")).contains("payload", "start", "rate");
        assertThat(api.rooms.told()).isEmpty();
    }

    private Answer say(String chat, String sender, String content) {
        return api.post(
                "/api/chats/" + chat + "/messages", "{\"sender\":\"" + sender + "\",\"content\":\"" + content + "\"}");
    }

    private String seqs(String chat, String query) {
        Answer answer = api.get("/api/chats/" + chat + "/messages" + query);
        return answer.json().get("messages").findValuesAsText("seq")
                + (answer.json().get("hasMore").asBoolean() ? " more" : "");
    }
}
