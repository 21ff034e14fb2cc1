package dev.parley.gateway.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.id.UserId;
import org.junit.jupiter.api.Test;

class UnsubscribeTokensTest {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    /** Computed with {@code createHmac} of Node.js, as docs/REMINDERS.md checks them. */
    @Test
    void tokensAreThoseThatTheDocumentChecks() {
        UnsubscribeTokens tokens = new UnsubscribeTokens(SECRET);

        assertThat(tokens.of(new UserId("boris"))).isEqualTo("QUFmvlVPWU7jOqfN5COxl98fJGlLjGD4W2J0ZTFbILk");
        assertThat(tokens.of(new UserId("ü/1"))).isEqualTo("LnSwzU0W_wOQa04ZzivHLxhqT5uxkoG3weSwulMbNc8");
    }

    @Test
    void aTokenIsOfOneUserAndOneSecret() {
        UserId boris = new UserId("boris");
        String token = new UnsubscribeTokens(SECRET).of(boris);

        assertThat(new UnsubscribeTokens(SECRET).of(new UserId("boris2"))).isNotEqualTo(token);
        assertThat(new UnsubscribeTokens(SECRET + "x").of(boris)).isNotEqualTo(token);
    }
}
