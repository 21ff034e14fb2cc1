package dev.parley.core.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.error.Rejection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdTest {

    @Test
    void twentyFourHexadecimalDigitsAreLowerCaseAndNoOtherId() {
        assertThat(new UserId("64B000000000000000000B01")).isEqualTo(new UserId("64b000000000000000000b01"));
        assertThat(new ChatId("64B000000000000000000B01").isObjectId()).isTrue();
        assertThat(new UserId("Anna").value()).isEqualTo("Anna");
        assertThat(new UserId("Anna").isObjectId()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"anna", "j\u00FCrgen", "\u5F20\u4F1F", "a@b.example", "auth0|5f7c", "\uD83D\uDE00", "x:y/z"})
    void visibleCharactersAreAnId(String value) {
        assertThat(new UserId(value).value()).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "an na",
                "anna\n",
                "anna\u00A0",
                "\u2028",
                "anna\u200B",
                "\uFEFFanna",
                "anna\u202E",
                "x\uD83D",
                "\uDE00x",
                "\u0000",
                "\u007F",
                "notifications_",
                "notifications_anna"
            })
    void whatCannotBeSeenOrNamesANotificationRoomIsNone(String value) {
        assertThatThrownBy(() -> new UserId(value)).isInstanceOf(Rejection.class);
    }

    @Test
    void anIdHasAtMost128Characters() {
        assertThat(new UserId("x".repeat(128)).value()).hasSize(128);
        assertThatThrownBy(() -> new UserId("x".repeat(129))).isInstanceOf(Rejection.class);
        assertThatThrownBy(() -> new UserId(null)).isInstanceOf(Rejection.class);
    }
}
