package dev.parley.gateway.auth;

import static dev.parley.core.testing.Stages.await;
import static dev.parley.core.testing.Stages.failure;
import static dev.parley.core.testing.Stages.refusalCode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetKeyPairGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import dev.parley.core.error.ErrorCode;
import dev.parley.core.error.StorageException;
import dev.parley.core.user.Role;
import java.net.URI;
import java.time.Duration;
import java.util.Date;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TokenAuthenticatorTest {
    private final TestTokens issuer = new TestTokens();

    @AfterEach
    void close() {
        issuer.close();
    }

    @Test
    void aTokenSaysWhoSomeoneIsAndForHowLong() {
        var token =
                TestTokens.signed(issuer.claims("anna").claim("role", "client").build());
        Identity identity = await(issuer.authenticator().authenticate(Optional.of(token)));
        assertThat(identity.userId().value()).isEqualTo("anna");
        assertThat(identity.role()).contains(Role.CLIENT);
        assertThat(identity.expiresAt()).contains(issuer.now().plus(Duration.ofHours(1)));
    }

    @Test
    void noTokenIsMissing() {
        assertThat(refusalCode(issuer.authenticator().authenticate(Optional.empty())))
                .isEqualTo(ErrorCode.TOKEN_MISSING);
    }

    @Test
    void aTokenOfYesterdayHasExpired() {
        var token = TestTokens.signed(
                issuer.claims("anna").expirationTime(Date.from(issuer.now())).build());
        assertThat(refused(token)).isEqualTo(ErrorCode.TOKEN_EXPIRED);
    }

    @Test
    void aTokenOfTomorrowIsInvalidButClocksMayDiffer() {
        var soon = Date.from(issuer.now().plus(Duration.ofSeconds(20)));
        var later = Date.from(issuer.now().plus(Duration.ofMinutes(2)));
        assertThat(accepted(TestTokens.signed(
                        issuer.claims("anna").notBeforeTime(soon).build())))
                .isTrue();
        assertThat(refused(TestTokens.signed(
                        issuer.claims("anna").notBeforeTime(later).build())))
                .isEqualTo(ErrorCode.TOKEN_INVALID);
    }

    @Test
    void whatIsNoTokenIsInvalid() {
        assertThat(refused("")).isEqualTo(ErrorCode.TOKEN_INVALID);
        assertThat(refused("a.b.c")).isEqualTo(ErrorCode.TOKEN_INVALID);
        assertThat(refused("x".repeat(10_000))).isEqualTo(ErrorCode.TOKEN_INVALID);
    }

    @Test
    void anUnsignedTokenIsInvalid() {
        assertThat(refused(new PlainJWT(issuer.claims("anna").build()).serialize()))
                .isEqualTo(ErrorCode.TOKEN_INVALID);
    }

    @Test
    void aTokenOfAnotherSecretIsInvalid() throws JOSEException {
        var forged = TestTokens.signed(
                issuer.claims("anna").build(),
                new JWSHeader(JWSAlgorithm.HS256),
                new MACSigner("another secret of more than thirty-two bytes"));
        assertThat(refused(forged)).isEqualTo(ErrorCode.TOKEN_INVALID);
    }

    @Test
    void aForgedTokenThatAlsoExpiredIsInvalidNotExpired() throws JOSEException {
        var forged = TestTokens.signed(
                issuer.claims("anna").expirationTime(Date.from(issuer.now())).build(),
                new JWSHeader(JWSAlgorithm.HS256),
                new MACSigner("another secret of more than thirty-two bytes"));
        assertThat(refused(forged)).isEqualTo(ErrorCode.TOKEN_INVALID);
    }

    @Test
    void aStrongerAlgorithmOfTheSameSecretIsNotTheOneThatWasAgreed() throws JOSEException {
        var secret = "a secret that would be long enough for HS512, had anyone agreed on it, which is not so";
        var settings = new TokenSettings(Optional.of(secret), Optional.empty(), Optional.empty(), Optional.empty());
        var token = TestTokens.signed(
                issuer.claims("anna").build(), new JWSHeader(JWSAlgorithm.HS512), new MACSigner(secret));
        assertThat(refusalCode(issuer.authenticator(settings).authenticate(Optional.of(token))))
                .isEqualTo(ErrorCode.TOKEN_INVALID);
    }

    @Test
    void aTokenWithoutOrWithAnImpossibleUserIsInvalid() {
        assertThat(refused(TestTokens.signed(issuer.claims(null).build()))).isEqualTo(ErrorCode.TOKEN_INVALID);
        assertThat(refused(issuer.of("notifications_anna"))).isEqualTo(ErrorCode.TOKEN_INVALID);
        assertThat(refused(issuer.of("an na"))).isEqualTo(ErrorCode.TOKEN_INVALID);
    }

    @Test
    void anUnknownRoleIsInvalid() {
        assertThat(refused(TestTokens.signed(
                        issuer.claims("anna").claim("role", "emperor").build())))
                .isEqualTo(ErrorCode.TOKEN_INVALID);
        assertThat(refused(
                        TestTokens.signed(issuer.claims("anna").claim("role", 7).build())))
                .isEqualTo(ErrorCode.TOKEN_INVALID);
    }

    @Test
    void issuerAndAudienceMustBeThoseNamed() {
        var settings = new TokenSettings(
                Optional.of(TestTokens.SECRET), Optional.empty(), Optional.of("us"), Optional.of("parley"));
        var fitting = issuer.claims("anna").issuer("us").audience("parley").build();
        var foreign = issuer.claims("anna").issuer("them").audience("parley").build();
        var misdirected = issuer.claims("anna").issuer("us").audience("shop").build();
        TokenAuthenticator strict = issuer.authenticator(settings);
        await(strict.authenticate(Optional.of(TestTokens.signed(fitting))));
        for (JWTClaimsSet wrong :
                new JWTClaimsSet[] {foreign, misdirected, issuer.claims("anna").build()}) {
            assertThat(refusalCode(strict.authenticate(Optional.of(TestTokens.signed(wrong)))))
                    .isEqualTo(ErrorCode.TOKEN_INVALID);
        }
    }

    @Test
    void publishedKeysOfThreeKindsAreBelieved() throws JOSEException {
        JWK rsa = new RSAKeyGenerator(2048).keyID("r").generate();
        JWK ec = new ECKeyGenerator(Curve.P_256).keyID("e").generate();
        JWK ed = new OctetKeyPairGenerator(Curve.Ed25519).keyID("o").generate();
        issuer.publish(rsa.toPublicJWK(), ec.toPublicJWK(), ed.toPublicJWK());
        TokenAuthenticator believer = issuer.jwksAuthenticator();
        var claims = issuer.claims("anna").build();
        await(believer.authenticate(Optional.of(TestTokens.signed(claims, JWSAlgorithm.RS256, rsa))));
        await(believer.authenticate(Optional.of(TestTokens.signed(claims, JWSAlgorithm.ES256, ec))));
        await(believer.authenticate(Optional.of(TestTokens.signed(claims, JWSAlgorithm.EdDSA, ed))));
        assertThat(issuer.fetches()).isEqualTo(1);
    }

    @Test
    void aKeyThatWasRotatedInIsFetched() throws JOSEException {
        JWK old = new ECKeyGenerator(Curve.P_256).keyID("old").generate();
        JWK fresh = new ECKeyGenerator(Curve.P_256).keyID("fresh").generate();
        var claims = issuer.claims("anna").build();
        TokenAuthenticator believer = issuer.jwksAuthenticator();
        issuer.publish(old.toPublicJWK());
        await(believer.authenticate(Optional.of(TestTokens.signed(claims, JWSAlgorithm.ES256, old))));
        issuer.publish(old.toPublicJWK(), fresh.toPublicJWK());
        await(believer.authenticate(Optional.of(TestTokens.signed(claims, JWSAlgorithm.ES256, fresh))));
    }

    @Test
    void aPublicKeyIsNoSecret() throws JOSEException {
        JWK rsa = new RSAKeyGenerator(2048).keyID("r").generate();
        issuer.publish(rsa.toPublicJWK());
        var confused = TestTokens.signed(
                issuer.claims("anna").build(),
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("r").build(),
                new MACSigner(rsa.toRSAKey().toPublicKey().getEncoded()));
        assertThat(refusalCode(issuer.jwksAuthenticator().authenticate(Optional.of(confused))))
                .isEqualTo(ErrorCode.TOKEN_INVALID);
    }

    @Test
    void aKeyThatNobodyPublishedIsInvalid() throws JOSEException {
        JWK published = new ECKeyGenerator(Curve.P_256).keyID("e").generate();
        JWK forged = new ECKeyGenerator(Curve.P_256).keyID("e").generate();
        issuer.publish(published.toPublicJWK());
        var token = TestTokens.signed(issuer.claims("anna").build(), JWSAlgorithm.ES256, forged);
        assertThat(refusalCode(issuer.jwksAuthenticator().authenticate(Optional.of(token))))
                .isEqualTo(ErrorCode.TOKEN_INVALID);
    }

    @Test
    void keysThatCannotBeFetchedAreNobodysFault() throws JOSEException {
        JWK key = new ECKeyGenerator(Curve.P_256).keyID("e").generate();
        var token = TestTokens.signed(issuer.claims("anna").build(), JWSAlgorithm.ES256, key);
        var nowhere = new TokenSettings(
                Optional.empty(),
                Optional.of(URI.create("http://127.0.0.1:1/jwks")),
                Optional.empty(),
                Optional.empty());
        assertThat(failure(issuer.authenticator(nowhere).authenticate(Optional.of(token))))
                .isInstanceOf(StorageException.class);
    }

    @Test
    void aShortSecretIsRefusedAtStart() {
        var settings = new TokenSettings(Optional.of("short"), Optional.empty(), Optional.empty(), Optional.empty());
        assertThatThrownBy(() -> issuer.authenticator(settings)).hasMessageContaining("32 bytes");
    }

    private boolean accepted(String token) {
        return await(issuer.authenticator().authenticate(Optional.of(token))) != null;
    }

    private ErrorCode refused(String token) {
        return refusalCode(issuer.authenticator().authenticate(Optional.of(token)));
    }
}
