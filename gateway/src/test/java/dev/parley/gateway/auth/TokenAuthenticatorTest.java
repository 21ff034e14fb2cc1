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
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenAuthenticatorTest {
    private static final String CLIENT = "192.0.2.1";

    private final TestTokens issuer = new TestTokens();

    @AfterEach
    void close() {
        issuer.close();
    }

    @Test
    void aTokenSaysWhoSomeoneIsAndForHowLong() {
        var token =
                TestTokens.signed(issuer.claims("anna").claim("role", "client").build());
        Identity identity = await(issuer.authenticator().authenticate(Optional.of(token), CLIENT));
        assertThat(identity.userId().value()).isEqualTo("anna");
        assertThat(identity.role()).contains(Role.CLIENT);
        assertThat(identity.expiresAt()).contains(issuer.now().plus(Duration.ofHours(1)));
    }

    @Test
    void noTokenIsMissing() {
        assertThat(refusalCode(issuer.authenticator().authenticate(Optional.empty(), CLIENT)))
                .isEqualTo(ErrorCode.TOKEN_MISSING);
        for (String empty : List.of("", "Bearer", "bearer ", "Bearer   ")) {
            assertThat(refused(empty)).as(empty).isEqualTo(ErrorCode.TOKEN_MISSING);
        }
    }

    @Test
    void theSchemeBeforeATokenIsOptionalAndOfAnyCase() {
        String token = issuer.of("anna");
        for (String credentials : List.of(token, "Bearer " + token, "bearer " + token, "BEARER  " + token)) {
            assertThat(accepted(credentials)).isTrue();
        }
        for (String wrong : List.of("Basic " + token, "Basic", " ", "Bearer Bearer " + token)) {
            assertThat(refused(wrong)).isEqualTo(ErrorCode.TOKEN_INVALID);
        }
    }

    @Test
    void aTokenWithoutAnExpiryDoesNotExpire() {
        String token =
                TestTokens.signed(issuer.claims("anna").expirationTime(null).build());
        Identity identity = await(issuer.authenticator().authenticate(Optional.of(token), CLIENT));
        assertThat(identity.expiresAt()).isEmpty();
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
    void aTokenIssuedInTheFutureIsInvalidButClocksMayDiffer() {
        var soon = Date.from(issuer.now().plus(Duration.ofSeconds(20)));
        var later = Date.from(issuer.now().plus(Duration.ofMinutes(2)));
        assertThat(accepted(
                        TestTokens.signed(issuer.claims("anna").issueTime(soon).build())))
                .isTrue();
        assertThat(refused(
                        TestTokens.signed(issuer.claims("anna").issueTime(later).build())))
                .isEqualTo(ErrorCode.TOKEN_INVALID);
    }

    @Test
    void whatIsNoTokenIsInvalid() {
        assertThat(refused("a")).isEqualTo(ErrorCode.TOKEN_INVALID);
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
        assertThat(refusalCode(issuer.authenticator(settings).authenticate(Optional.of(token), CLIENT)))
                .isEqualTo(ErrorCode.TOKEN_INVALID);
    }

    @Test
    void aTokenWithoutOrWithAnImpossibleUserIsInvalid() {
        assertThat(refused(TestTokens.signed(issuer.claims(null).build()))).isEqualTo(ErrorCode.TOKEN_INVALID);
        assertThat(refused(issuer.of("notifications_anna"))).isEqualTo(ErrorCode.TOKEN_INVALID);
        assertThat(refused(issuer.of("an na"))).isEqualTo(ErrorCode.TOKEN_INVALID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "undefined", "NaN", ""})
    void aSubjectThatStandsForAMissingValueIsInvalid(String subject) {
        assertThat(refused(issuer.of(subject))).isEqualTo(ErrorCode.TOKEN_INVALID);
    }

    @Test
    void aSubjectThatIsNeitherStringNorNumberIsInvalid() {
        for (Object subject : List.of(true, List.of("anna"), Map.of("$ne", ""))) {
            assertThat(refused(TestTokens.signed(
                            issuer.claims("anna").claim("sub", subject).build())))
                    .isEqualTo(ErrorCode.TOKEN_INVALID);
        }
        assertThat(accepted(
                        TestTokens.signed(issuer.claims("anna").claim("sub", 42).build())))
                .isTrue();
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
    void tokensAreTakenAsAnApplicationSignsThem() {
        TokenAuthenticator shop = withClaims(new ClaimNames("userId", "role", SHOP_ROLES));
        assertThat(identity(shop, of(Map.of("userId", "64B000000000000000000B01", "role", "user"))))
                .isEqualTo("64b000000000000000000b01 CLIENT");
        assertThat(identity(shop, of(Map.of("userId", 42, "role", List.of("editor", "admin")))))
                .isEqualTo("42 SERVICE");
        assertThat(identity(shop, of(Map.of("userId", "anna")))).isEqualTo("anna null");
        TokenAuthenticator nested = withClaims(new ClaimNames("user.id", "https://shop.example/role", SHOP_ROLES));
        assertThat(identity(nested, of(Map.of("user", Map.of("id", "anna"), "https://shop.example/role", "user"))))
                .isEqualTo("anna CLIENT");
    }

    @Test
    void onlyTheNamedClaimsAndWordsCount() {
        TokenAuthenticator shop = withClaims(new ClaimNames("user.id", "role", SHOP_ROLES));
        List<Map<String, Object>> wrong = List.of(
                Map.of("sub", "anna", "role", "user"),
                Map.of("user", "anna"),
                Map.of("user", Map.of("id", "undefined")),
                Map.of("user", Map.of("id", List.of("anna"))),
                Map.of("user", Map.of("id", "anna"), "role", "service"),
                Map.of("user", Map.of("id", "anna"), "role", List.of()));
        for (Map<String, Object> claims : wrong) {
            assertThat(refusalCode(shop.authenticate(Optional.of(of(claims)), CLIENT)))
                    .as(claims.toString())
                    .isEqualTo(ErrorCode.TOKEN_INVALID);
        }
    }

    private static final Map<String, Role> SHOP_ROLES = Map.of("user", Role.CLIENT, "admin", Role.SERVICE);

    private TokenAuthenticator withClaims(ClaimNames claims) {
        return issuer.authenticator(new TokenSettings(
                Optional.of(TestTokens.SECRET), Optional.empty(), Optional.empty(), Optional.empty(), claims));
    }

    private String of(Map<String, Object> claims) {
        JWTClaimsSet.Builder builder = new JWTClaimsSet.Builder();
        claims.forEach(builder::claim);
        return TestTokens.signed(builder.build());
    }

    private static String identity(TokenAuthenticator authenticator, String token) {
        Identity found = await(authenticator.authenticate(Optional.of(token), CLIENT));
        return found.userId() + " " + found.role().orElse(null);
    }

    @Test
    void issuerAndAudienceMustBeThoseNamed() {
        var settings = new TokenSettings(
                Optional.of(TestTokens.SECRET), Optional.empty(), Optional.of("us"), Optional.of("parley"));
        var fitting = issuer.claims("anna").issuer("us").audience("parley").build();
        var foreign = issuer.claims("anna").issuer("them").audience("parley").build();
        var misdirected = issuer.claims("anna").issuer("us").audience("shop").build();
        TokenAuthenticator strict = issuer.authenticator(settings);
        await(strict.authenticate(Optional.of(TestTokens.signed(fitting)), CLIENT));
        for (JWTClaimsSet wrong :
                new JWTClaimsSet[] {foreign, misdirected, issuer.claims("anna").build()}) {
            assertThat(refusalCode(strict.authenticate(Optional.of(TestTokens.signed(wrong)), CLIENT)))
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
        await(believer.authenticate(Optional.of(TestTokens.signed(claims, JWSAlgorithm.RS256, rsa)), CLIENT));
        await(believer.authenticate(Optional.of(TestTokens.signed(claims, JWSAlgorithm.ES256, ec)), CLIENT));
        await(believer.authenticate(Optional.of(TestTokens.signed(claims, JWSAlgorithm.EdDSA, ed)), CLIENT));
        assertThat(issuer.fetches()).isEqualTo(1);
    }

    @Test
    void aKeyThatWasRotatedInIsFetched() throws JOSEException {
        JWK old = new ECKeyGenerator(Curve.P_256).keyID("old").generate();
        JWK fresh = new ECKeyGenerator(Curve.P_256).keyID("fresh").generate();
        var claims = issuer.claims("anna").build();
        TokenAuthenticator believer = issuer.jwksAuthenticator();
        issuer.publish(old.toPublicJWK());
        await(believer.authenticate(Optional.of(TestTokens.signed(claims, JWSAlgorithm.ES256, old)), CLIENT));
        issuer.publish(old.toPublicJWK(), fresh.toPublicJWK());
        await(believer.authenticate(Optional.of(TestTokens.signed(claims, JWSAlgorithm.ES256, fresh)), CLIENT));
    }

    @Test
    void aPublicKeyIsNoSecret() throws JOSEException {
        JWK rsa = new RSAKeyGenerator(2048).keyID("r").generate();
        issuer.publish(rsa.toPublicJWK());
        var confused = TestTokens.signed(
                issuer.claims("anna").build(),
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("r").build(),
                new MACSigner(rsa.toRSAKey().toPublicKey().getEncoded()));
        assertThat(refusalCode(issuer.jwksAuthenticator().authenticate(Optional.of(confused), CLIENT)))
                .isEqualTo(ErrorCode.TOKEN_INVALID);
    }

    @Test
    void anUnpublishedKeyIsInvalid() throws JOSEException {
        JWK published = new ECKeyGenerator(Curve.P_256).keyID("e").generate();
        JWK forged = new ECKeyGenerator(Curve.P_256).keyID("e").generate();
        issuer.publish(published.toPublicJWK());
        var token = TestTokens.signed(issuer.claims("anna").build(), JWSAlgorithm.ES256, forged);
        assertThat(refusalCode(issuer.jwksAuthenticator().authenticate(Optional.of(token), CLIENT)))
                .isEqualTo(ErrorCode.TOKEN_INVALID);
    }

    @Test
    void failureToFetchKeysIsUnavailableNotInvalid() throws JOSEException {
        JWK key = new ECKeyGenerator(Curve.P_256).keyID("e").generate();
        var token = TestTokens.signed(issuer.claims("anna").build(), JWSAlgorithm.ES256, key);
        var nowhere = new TokenSettings(
                Optional.empty(),
                Optional.of(URI.create("http://127.0.0.1:1/jwks")),
                Optional.empty(),
                Optional.empty());
        assertThat(failure(issuer.authenticator(nowhere).authenticate(Optional.of(token), CLIENT)))
                .isInstanceOf(StorageException.class);
    }

    @Test
    void anUnknownKeyIsInvalidHoweverOftenItComes() throws JOSEException {
        JWK published = new ECKeyGenerator(Curve.P_256).keyID("e").generate();
        JWK unknown = new ECKeyGenerator(Curve.P_256).keyID("unknown").generate();
        issuer.publish(published.toPublicJWK());
        TokenAuthenticator authenticator = issuer.jwksAuthenticator();
        var token = TestTokens.signed(issuer.claims("anna").build(), JWSAlgorithm.ES256, unknown);
        for (int i = 0; i < 10; i++) {
            assertThat(refusalCode(authenticator.authenticate(Optional.of(token), CLIENT)))
                    .isEqualTo(ErrorCode.TOKEN_INVALID);
        }
        assertThat(issuer.fetches()).isLessThanOrEqualTo(3);
    }

    @Test
    void tokensWithAKnownKeyAreAcceptedDuringAnOutageOfTheKeyServer() throws JOSEException {
        JWK key = new ECKeyGenerator(Curve.P_256).keyID("e").generate();
        JWK unknown = new ECKeyGenerator(Curve.P_256).keyID("unknown").generate();
        issuer.publish(key.toPublicJWK());
        TokenAuthenticator authenticator = issuer.jwksAuthenticator();
        var claims = issuer.claims("anna").expirationTime(null).build();
        var token = TestTokens.signed(claims, JWSAlgorithm.ES256, key);
        await(authenticator.authenticate(Optional.of(token), CLIENT));

        issuer.stopKeyServer();
        for (int hour = 0; hour < 20; hour++) {
            issuer.advance(Duration.ofHours(1));
            await(authenticator.authenticate(Optional.of(token), CLIENT));
            assertThat(refusalCode(authenticator.authenticate(
                            Optional.of(TestTokens.signed(claims, JWSAlgorithm.ES256, unknown)), CLIENT)))
                    .isEqualTo(ErrorCode.TOKEN_INVALID);
        }
    }

    @Test
    void aFetchThatAnUnknownKeyCausesDelaysNoKnownKey() throws JOSEException {
        JWK key = new ECKeyGenerator(Curve.P_256).keyID("e").generate();
        JWK unknown = new ECKeyGenerator(Curve.P_256).keyID("unknown").generate();
        issuer.publish(key.toPublicJWK());
        List<Runnable> hanging = new ArrayList<>();
        TokenAuthenticator authenticator = issuer.jwksAuthenticator(Runnable::run, hanging::add);
        var claims = issuer.claims("anna").build();

        var waiting =
                authenticator.authenticate(Optional.of(TestTokens.signed(claims, JWSAlgorithm.ES256, unknown)), CLIENT);
        await(authenticator.authenticate(Optional.of(TestTokens.signed(claims, JWSAlgorithm.ES256, key)), CLIENT));
        assertThat(waiting.toCompletableFuture()).isNotDone();
        hanging.forEach(Runnable::run);
        assertThat(refusalCode(waiting)).isEqualTo(ErrorCode.TOKEN_INVALID);
    }

    @Test
    void oneClientCannotFillTheQueueForTheOthers() throws JOSEException {
        JWK key = new ECKeyGenerator(Curve.P_256).keyID("e").generate();
        issuer.publish(key.toPublicJWK());
        List<Runnable> queued = new ArrayList<>();
        TokenAuthenticator authenticator = issuer.jwksAuthenticator(queued::add, Runnable::run);
        var token = Optional.of(TestTokens.signed(issuer.claims("anna").build(), JWSAlgorithm.ES256, key));

        for (int i = 0; i < TokenCheckQueue.MAX_PER_SOURCE; i++) {
            authenticator.authenticate(token, CLIENT);
        }
        assertThat(failure(authenticator.authenticate(token, CLIENT))).isInstanceOf(StorageException.class);
        var other = authenticator.authenticate(token, "192.0.2.2");
        queued.forEach(Runnable::run);
        assertThat(await(other).userId().value()).isEqualTo("anna");
        assertThat(authenticator.authenticate(token, CLIENT).toCompletableFuture())
                .isNotDone();
    }

    @Test
    void aShortSecretIsRefusedAtStart() {
        var settings = new TokenSettings(Optional.of("short"), Optional.empty(), Optional.empty(), Optional.empty());
        assertThatThrownBy(() -> issuer.authenticator(settings)).hasMessageContaining("32 bytes");
    }

    private boolean accepted(String token) {
        return await(issuer.authenticator().authenticate(Optional.of(token), CLIENT)) != null;
    }

    private ErrorCode refused(String token) {
        return refusalCode(issuer.authenticator().authenticate(Optional.of(token), CLIENT));
    }
}
