package dev.parley.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnicodeTextTest {

    @Test
    void halfASurrogatePairIsNotWellFormed() {
        assertThat(UnicodeText.isWellFormed("x\uD83D\uDE00y")).isTrue();
        assertThat(UnicodeText.isWellFormed("x\uD83D")).isFalse();
        assertThat(UnicodeText.isWellFormed("\uDE00x")).isFalse();
        assertThat(UnicodeText.isWellFormed("\uD83D\uD83D\uDE00")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x20, 0xA0, 0x1680, 0x2000, 0x2007, 0x200A, 0x2028, 0x2029, 0x202F,
                0x205F, 0x3000, 0xFEFF
            })
    void whatJavaScriptTrimsIsTrimmed(int codePoint) {
        String space = Character.toString(codePoint);
        assertThat(UnicodeText.trim(space + "a" + space + "b" + space)).isEqualTo("a" + space + "b");
        assertThat(UnicodeText.isBlank(space + space)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0x1C, 0x85, 0x180E, 0x200B, 0x200D, 0x2060})
    void whatJavaScriptLeavesIsLeft(int codePoint) {
        assertThat(UnicodeText.isBlank(Character.toString(codePoint))).isFalse();
    }
}
