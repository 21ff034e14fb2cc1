package dev.parley.core.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureTest {
    private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
    private static final byte[] SECRET = Signature.secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    private static final byte[] OLDER = Signature.secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSx");
    private static final Instant AT = Instant.ofEpochSecond(1_614_265_330);
    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";

    /** The example of the libraries of Standard Webhooks. */
    @Test
    void theHeadersAreThoseOfTheStandard() {
        assertThat(Signature.headers(ID, AT, BODY, List.of(SECRET)))
                .containsEntry("webhook-id", ID)
                .containsEntry("webhook-timestamp", "1614265330")
                .containsEntry("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void duringARotationThereIsASignatureForEachSecret() {
        String[] signatures = Signature.headers(ID, AT, BODY, List.of(OLDER, SECRET))
                .get("webhook-signature")
                .split(" ");
        assertThat(signatures).hasSize(2).allMatch(each -> each.startsWith("v1,"));
        assertThat(signatures[1]).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        assertThat(signatures[0]).isNotEqualTo(signatures[1]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "secret", "whsec_", "whsec_not base64!", "whsec_c2hvcnQ="})
    void aTextThatIsNoSecretIsRefusedWithoutShowingIt(String text) {
        assertThatThrownBy(() -> Signature.secret(text))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .satisfies(message -> assertThat(text.length() < 8 || !message.contains(text.substring(7)))
                        .isTrue());
    }
}
