package dev.parley.gateway.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.Ed25519Signer;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import dev.parley.core.testing.MovableClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/** An issuer of tokens, with a secret and with keys that are published on a port of this machine. */
public final class TestTokens implements AutoCloseable {
    static final String SECRET = "a secret of more than thirty-two bytes";

    private final MovableClock clock = new MovableClock();
    private final HttpServer server;
    private final AtomicInteger fetches = new AtomicInteger();
    private volatile List<JWK> published = List.of();

    public TestTokens() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/jwks", exchange -> {
                fetches.incrementAndGet();
                byte[] keys = new JWKSet(published).toString(true).getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, keys.length);
                exchange.getResponseBody().write(keys);
                exchange.close();
            });
            server.start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    Instant now() {
        return clock.instant();
    }

    int fetches() {
        return fetches.get();
    }

    void publish(JWK... keys) {
        published = List.of(keys);
    }

    URI jwksUrl() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/jwks");
    }

    public TokenAuthenticator authenticator() {
        return authenticator(
                new TokenSettings(Optional.of(SECRET), Optional.empty(), Optional.empty(), Optional.empty()));
    }

    TokenAuthenticator jwksAuthenticator() {
        return authenticator(jwksSettings());
    }

    TokenAuthenticator jwksAuthenticator(Executor checks, Executor fetches) {
        return new TokenAuthenticator(jwksSettings(), checks, fetches, clock);
    }

    private TokenSettings jwksSettings() {
        return new TokenSettings(Optional.empty(), Optional.of(jwksUrl()), Optional.empty(), Optional.empty());
    }

    void advance(Duration time) {
        clock.advance(time);
    }

    /** The key server refuses connections from here on. */
    void stopKeyServer() {
        server.stop(0);
    }

    public TokenAuthenticator authenticator(TokenSettings settings) {
        return new TokenAuthenticator(settings, Runnable::run, Runnable::run, clock);
    }

    /** Valid for an hour. */
    JWTClaimsSet.Builder claims(String user) {
        return new JWTClaimsSet.Builder().subject(user).expirationTime(Date.from(now().plus(Duration.ofHours(1))));
    }

    public String of(String user) {
        return signed(claims(user).build());
    }

    static String signed(JWTClaimsSet claims) {
        return signed(claims, SECRET);
    }

    public static String signed(JWTClaimsSet claims, String secret) {
        try {
            return signed(claims, new JWSHeader(JWSAlgorithm.HS256), new MACSigner(secret));
        } catch (JOSEException failure) {
            throw new AssertionError(failure);
        }
    }

    static String signed(JWTClaimsSet claims, JWSAlgorithm algorithm, JWK key) {
        try {
            JWSSigner signer =
                    switch (key.getKeyType().getValue()) {
                        case "RSA" -> new RSASSASigner(key.toRSAKey());
                        case "EC" -> new ECDSASigner(key.toECKey());
                        default -> new Ed25519Signer(key.toOctetKeyPair());
                    };
            return signed(
                    claims,
                    new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).build(),
                    signer);
        } catch (JOSEException failure) {
            throw new AssertionError(failure);
        }
    }

    static String signed(JWTClaimsSet claims, JWSHeader header, JWSSigner signer) throws JOSEException {
        SignedJWT token = new SignedJWT(header, claims);
        token.sign(signer);
        return token.serialize();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
