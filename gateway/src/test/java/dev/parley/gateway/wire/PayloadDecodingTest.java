package dev.parley.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.core.error.ErrorCode;
import dev.parley.core.error.Rejection;
import dev.parley.core.id.ChatId;
import dev.parley.core.id.UserId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Valid payloads, and the errors for invalid ones. */
class PayloadDecodingTest {

    @Test
    void aChatIsJoinedByItsIdAlone() {
        var payload = decode(WireEvents.JOIN_CHAT, "\"c1\"");
        assertThat(payload.chatId()).isEqualTo(new ChatId("c1"));
        assertThat(payload.afterSeq()).isEmpty();
    }

    @Test
    void aChatIsJoinedFromANumberOn() {
        var payload = decode(WireEvents.JOIN_CHAT, "{\"chatId\":\"c1\",\"afterSeq\":4,\"limit\":5000,\"new\":1}");
        assertThat(payload.afterSeq()).isEqualTo(OptionalLong.of(4));
        assertThat(payload.limit()).isEqualTo(OptionalInt.of(100));
    }

    @Test
    void aNumberMayHaveAZeroBehindThePoint() {
        assertThat(decode(WireEvents.MARK_MESSAGES_READ, "{\"chatId\":\"c1\",\"upToSeq\":3.0}")
                        .upToSeq())
                .isEqualTo(OptionalLong.of(3));
    }

    @Test
    void theOlderNameOfAChatIsTakenForTyping() {
        assertThat(decode(WireEvents.TYPING_START, "{\"roomId\":\"c1\",\"userId\":\"anna\"}")
                        .chatId())
                .isEqualTo(new ChatId("c1"));
    }

    @Test
    void oneUserMayBeAskedForByIdOrByObject() {
        for (String json : List.of("\"anna\"", "{\"userId\":\"anna\"}")) {
            var one = decode(WireEvents.GET_ONLINE_STATUS, json);
            assertThat(one.users()).containsExactly(new UserId("anna"));
            assertThat(one.userIds()).isEmpty();
        }
    }

    @Test
    void manyUsersMayBeAskedForByListOrByObject() {
        for (String json : List.of("[\"anna\",\"ben\"]", "{\"userIds\":[\"anna\",\"ben\"]}")) {
            var many = decode(WireEvents.GET_ONLINE_STATUS, json);
            assertThat(many.users()).containsExactly(new UserId("anna"), new UserId("ben"));
            assertThat(many.userIds()).isPresent();
        }
    }

    @Test
    void anObjectIdIsTheSameInUpperCase() {
        String id = "64B000000000000000000ABC";
        assertThat(decode(WireEvents.USER_JOIN, "\"" + id + "\"").userId())
                .isEqualTo(new UserId("64b000000000000000000abc"));
        assertThat(decode(
                                WireEvents.TYPING_START,
                                "{\"chatId\":\"" + id + "\",\"roomId\":\"" + id.toLowerCase(Locale.ROOT) + "\"}")
                        .chatId())
                .isEqualTo(new ChatId("64b000000000000000000abc"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    user-join         | "anna\\ud83d"                                                        | userId
                    user-join         | {"userId":"\\ude00anna"}                                             | userId
                    refresh-token     | {"token":"\\ud83d"}                                                  | token
                    join-chat         | "\\ud83dc1"                                                          | chatId
                    send-message      | {"chatId":"c1","content":"x\\ud83d"}                                 | content
                    send-message      | {"chatId":"c1","content":"\\ude00\\ud83d"}                           | content
                    send-message      | {"chatId":"c1","content":"x","clientMessageId":"k\\ud83d"}           | clientMessageId
                    send-message      | {"chatId":"c1","content":"x","media":["https://a.example/\\ud83d"]}  | url
                    send-message      | {"chatId":"c1","content":"x","media":[{"url":"u","name":"\\ud83d"}]} | name
                    get-online-status | ["anna","ben\\ud83d"]                                                | userIds
                    """)
    void halfASurrogatePairIsRefusedByName(String event, String json, String named) {
        assertRefused(request(event), json, named);
    }

    @Test
    void aWholeSurrogatePairIsText() {
        assertThat(decode(WireEvents.SEND_MESSAGE, "{\"chatId\":\"c1\",\"content\":\"\\ud83d\\ude00\"}")
                        .content())
                .isEqualTo("😀");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\\u0000b\":1}",
                "{\"a\":{\"\\u0000\":1}}",
                "{\"n\":1e400}",
                "{\"n\":[-1e400]}",
                "{\"t\":\"\\ud83d\"}",
                "{\"\\ud83d\":1}"
            })
    void dataThatNoStoreKeepsIsRefused(String data) {
        assertRefusedData(data);
    }

    @Test
    void dataThatIsDeeperThanADocumentIsRefused() {
        assertRefusedData("{\"a\":".repeat(91) + "1" + "}".repeat(91));
        assertThat(data("{\"a\":".repeat(90) + "1" + "}".repeat(90))).isNotEmpty();
    }

    @Test
    void aWholeNumberBeyond64BitsIsADoubleAsInJavaScript() {
        assertThat(data("{\"n\":12345678901234567000,\"m\":9007199254740993}"))
                .isEqualTo(Map.of("n", 12345678901234567000d, "m", 9007199254740993L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"+10000-01-01T00:00:00Z", "+999999999-12-31T23:59:59Z", "-0001-01-01T00:00:00Z", "tomorrow"})
    void aTimeThatNotEveryStoreCanKeepIsRefused(String time) {
        assertThatThrownBy(() -> PayloadFields.of(tree("{\"expiresAt\":\"" + time + "\"}"))
                        .optionalTime("expiresAt"))
                .isInstanceOf(Rejection.class)
                .hasMessageContaining("expiresAt");
    }

    @Test
    void moreThanAHundredUsersAreTooMany() {
        List<String> ids =
                IntStream.rangeClosed(0, 100).mapToObj(i -> "\"u" + i + "\"").toList();
        assertRefused(WireEvents.GET_ONLINE_STATUS, ids.toString(), "userIds");
    }

    @Test
    void anAttachmentMayBeItsAddressAlone() {
        var payload = decode(
                WireEvents.SEND_MESSAGE,
                "{\"chatId\":\"c1\",\"media\":[\"https://a.example/x\",{\"url\":\"https://b.example/y\",\"size\":9}]}");
        var message = payload.from(new UserId("anna"));
        assertThat(message.content()).isEmpty();
        assertThat(message.media()).extracting("url").containsExactly("https://a.example/x", "https://b.example/y");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    send-message           | {"chatId":{"$gt":""},"content":"x"}                       | chatId
                    send-message           | {"chatId":7,"content":"x"}                                | chatId
                    send-message           | {"chatId":"","content":"x"}                               | chatId
                    send-message           | {"content":"x"}                                           | chatId
                    send-message           | {"chatId":"c1","content":7}                               | content
                    send-message           | {"chatId":"c1","content":["x"]}                           | content
                    send-message           | {"chatId":"c1","content":"x","media":"https://a.example"} | media
                    send-message           | {"chatId":"c1","content":"x","media":[7]}                 | media
                    send-message           | {"chatId":"c1","content":"x","media":[{}]}                | url
                    send-message           | {"chatId":"c1","content":"x","media":[{"url":"u","size":-1}]} | size
                    send-message           | {"chatId":"c1","content":"x","messageType":1}             | messageType
                    send-message           | {"chatId":"c1","content":"x","clientMessageId":1}         | clientMessageId
                    send-message           | "c1"                                                      | an object
                    join-chat              | {"chatId":"c1","limit":0}                                 | limit
                    join-chat              | {"chatId":"c1","limit":"10"}                              | limit
                    join-chat              | {"chatId":"c1","limit":1.5}                               | limit
                    join-chat              | {"chatId":"c1","afterSeq":-1}                             | afterSeq
                    join-chat              | {"chatId":"c1","afterSeq":1e300}                          | afterSeq
                    join-chat              | ["c1"]                                                    | a string
                    join-chat              | null                                                      | a string
                    join-chat              | ""                                                        | chatId
                    user-join              | 7                                                         | a string
                    user-join              | {"userId":{"$ne":null}}                                   | userId
                    typing-start           | {"userId":"anna"}                                         | chatId
                    typing-start           | {"chatId":"c1","roomId":"c2"}                             | roomId
                    set-online-status      | {"userId":"anna","isOnline":"false"}                      | isOnline
                    set-online-status      | {"userId":"anna"}                                         | isOnline
                    get-online-status      | ["anna",7]                                                | userIds
                    get-online-status      | {}                                                        | userId
                    get-online-status      | {"userId":"anna","userIds":["ben"]}                       | userIds
                    mark-notification-read | 7                                                         | an object
                    refresh-token          | {"token":null}                                            | token
                    """)
    void whatDoesNotFitIsRefusedByName(String event, String json, String named) {
        assertRefused(request(event), json, named);
    }

    @Test
    void anUnknownKindOfMessageIsRefused() {
        var payload =
                decode(WireEvents.SEND_MESSAGE, "{\"chatId\":\"c1\",\"content\":\"x\",\"messageType\":\"hologram\"}");
        assertThatThrownBy(() -> payload.from(new UserId("anna"))).hasMessageContaining("messageType");
    }

    @Test
    void nothingAtAllIsRefused() {
        assertThatThrownBy(() -> WireEvents.USER_JOIN.decode(MissingNode.getInstance()))
                .isInstanceOf(Rejection.class);
    }

    @Test
    void bytesInDataAreRefusedAndNotDropped() {
        ObjectNode payload = (ObjectNode) tree("{\"data\":{\"list\":[]}}");
        payload.withArray("/data/list").add(new byte[] {1});
        assertThatThrownBy(() -> PayloadFields.of(payload).messageData("data"))
                .isInstanceOfSatisfying(
                        Rejection.class, refused -> assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_PAYLOAD))
                .hasMessageContaining("binary");
    }

    private static void assertRefused(ClientEvent<?, ?> request, String json, String named) {
        assertThatThrownBy(() -> decode(request, json))
                .isInstanceOfSatisfying(
                        Rejection.class, refused -> assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_PAYLOAD))
                .hasMessageContaining(named);
    }

    private static void assertRefusedData(String data) {
        assertThatThrownBy(() -> data(data))
                .isInstanceOfSatisfying(
                        Rejection.class, refused -> assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_PAYLOAD))
                .hasMessageContaining("data");
    }

    private static Map<String, Object> data(String data) {
        return PayloadFields.of(tree("{\"data\":" + data + "}")).object("data");
    }

    private static ClientEvent<?, ?> request(String event) {
        return WireEvents.CLIENT_EVENTS.stream()
                .filter(declared -> declared.name().equals(event))
                .findFirst()
                .orElseThrow();
    }

    private static <P> P decode(ClientEvent<P, ?> request, String json) {
        return request.decode(tree(json));
    }

    private static JsonNode tree(String json) {
        try {
            return WireJson.mapper().readTree(json);
        } catch (JsonProcessingException wrong) {
            throw new AssertionError(wrong);
        }
    }
}
