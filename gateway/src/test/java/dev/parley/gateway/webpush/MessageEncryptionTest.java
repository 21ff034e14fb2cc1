package dev.parley.gateway.webpush;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageEncryptionTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** RFC 8291, section 5 and appendix A. */
    @Test
    void theExampleOfTheSpecificationIsEncryptedByteForByte() {
        KeyPair sender = new KeyPair(
                P256.publicKey(bytes(
                        "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8")),
                P256.privateKey(bytes("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")));
        ECPublicKey browser = P256.publicKey(
                bytes("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"));

        byte[] body = MessageEncryption.encrypt(
                "When I grow up, I want to be a watermelon".getBytes(StandardCharsets.US_ASCII),
                browser,
                bytes("BTBZMqHH6r4Tts7J_aSIgg"),
                sender,
                bytes("DGv6ra1nlYgDCS1FRnbzlw"));

        assertThat(Base64.getUrlEncoder().withoutPadding().encodeToString(body))
                .isEqualTo("DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml"
                        + "mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT"
                        + "pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN");
    }

    @Test
    void everyMessageHasAKeyAndASaltOfItsOwnAndFitsABody() {
        KeyPair browser = P256.generate(RANDOM);
        MessageEncryption encryption = new MessageEncryption(RANDOM);
        byte[] plaintext = new byte[MessageEncryption.MAX_BYTES];

        byte[] one = encryption.encrypt(plaintext, (ECPublicKey) browser.getPublic(), new byte[16]);
        byte[] other = encryption.encrypt(plaintext, (ECPublicKey) browser.getPublic(), new byte[16]);

        assertThat(one).hasSize(4_096).isNotEqualTo(other);
        assertThatThrownBy(() -> encryption.encrypt(
                        new byte[plaintext.length + 1], (ECPublicKey) browser.getPublic(), new byte[16]))
                .hasMessageContaining("at most");
    }

    @Test
    void keysOfAnyLengthAreEncodedInFull() {
        for (int i = 0; i < 600; i++) {
            KeyPair pair = P256.generate(RANDOM);
            byte[] point = P256.encoded((ECPublicKey) pair.getPublic());
            byte[] number = P256.encoded((ECPrivateKey) pair.getPrivate());

            assertThat(P256.publicKey(point)).isEqualTo(pair.getPublic());
            assertThat(P256.privateKey(number).getS()).isEqualTo(((ECPrivateKey) pair.getPrivate()).getS());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "BA",
                // one bit beside the curve
                "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw8",
                // compressed
                "AiVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcx",
                // the origin
                "BAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            })
    void whatIsNoPointOfTheCurveIsNoKey(String text) {
        assertThatThrownBy(() -> P256.publicKey(bytes(text))).isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] bytes(String base64) {
        return Base64.getUrlDecoder().decode(base64);
    }
}
