package dev.parley.gateway.acceptance;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.parley.gateway.auth.TestTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;

/** A cluster to play scenarios on: stores and gateways of its own, all of them ended by {@link #close()}. */
final class Stage implements AutoCloseable {
    static final String SECRET = "a-secret-for-tests-only-0123456789";
    private static final String ISSUER = "parley-tests";
    private static final String AUDIENCE = "parley";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** How the gateways of a stage authenticate clients. */
    enum Auth {
        NONE,
        JWT
    }

    private final Auth auth;
    private final StageRedis redis;
    private final Path folder;
    private final List<String> more;
    private final List<AutoCloseable> parts = new ArrayList<>();
    private final List<GatewayProcess> gateways = new ArrayList<>();
    private TestMongo mongo;
    private StageControl control;

    private Stage(Auth auth, StageRedis redis, Path folder, List<String> more) {
        this.auth = auth;
        this.redis = kept(redis);
        this.folder = folder;
        this.more = List.copyOf(more);
    }

    /** Two gateways on one Redis and one MongoDB, ready; the options are those beside what a stage needs. */
    static Stage ofTwoNodes(Auth auth, String... more) {
        var folder = scratchFolder();
        return ofTwoNodes(auth, StageRedis.start(), folder, List.of(more));
    }

    /** The same on this Redis, which ends with the stage. */
    static Stage ofTwoNodes(Auth auth, StageRedis redis) {
        return ofTwoNodes(auth, redis, scratchFolder(), List.of());
    }

    private static Stage ofTwoNodes(Auth auth, StageRedis redis, Path folder, List<String> more) {
        var stage = new Stage(auth, redis, folder, more);
        try {
            stage.start(2);
            return stage;
        } catch (RuntimeException | Error e) {
            stage.close();
            throw e;
        }
    }

    private static Path scratchFolder() {
        try {
            return Files.createTempDirectory("parley-stage");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void start(int nodes) {
        mongo = kept(
                TestMongo.start(folder, "parley_" + UUID.randomUUID().toString().substring(0, 8)));
        for (var index = 0; index < nodes; index++) {
            gateways.add(kept(new GatewayProcess(options(), folder.resolve("node-" + index + ".log")).launch()));
        }
        gateways.forEach(GatewayProcess::awaitReady);
        control = kept(new StageControl(this));
    }

    private <T extends AutoCloseable> T kept(T part) {
        parts.add(0, part);
        return part;
    }

    private List<String> options() {
        List<String> options = new ArrayList<>(List.of(
                "--redis",
                redis.address(),
                "--mongo",
                mongo.address(),
                "--auth",
                auth.name().toLowerCase(Locale.ROOT)));
        options.addAll(more);
        if (auth == Auth.JWT) {
            options.addAll(List.of("--jwt-secret", SECRET, "--jwt-issuer", ISSUER, "--jwt-audience", AUDIENCE));
        }
        return options;
    }

    GatewayProcess node(int index) {
        return gateways.get(index);
    }

    StageRedis redis() {
        return redis;
    }

    TestMongo mongo() {
        return mongo;
    }

    /** Of a back end that may act for anyone. */
    static String serviceToken() {
        var claims = new JWTClaimsSet.Builder()
                .subject("old-back-end")
                .claim("role", "service")
                .issuer(ISSUER)
                .audience(AUDIENCE)
                .expirationTime(new Date(
                        System.currentTimeMillis() + Duration.ofHours(1).toMillis()))
                .build();
        return TestTokens.signed(claims, SECRET);
    }

    /** What the scenarios are told about the stage, as {@code support/stage.mjs} reads it. */
    String description() {
        return ownDescription().toString();
    }

    private ObjectNode ownDescription() {
        var description = description(auth, gateways);
        description.put("secret", SECRET).put("issuer", ISSUER).put("audience", AUDIENCE);
        description.put("control", control.address()).put("redis", redis.address());
        description
                .put("redisCanBeKilled", redis.canBeKilled())
                .put("mongoCanBeCut", mongo.relay().isPresent());
        return description;
    }

    /** The same as clients see it through a load balancer: one address, with both gateways behind it. */
    String descriptionBehind(LoadBalancer balancer) {
        return behind(balancer).toString();
    }

    /** The same, with the replaced back end behind the load balancer, and its admin socket. */
    String descriptionBehind(LoadBalancer balancer, OldBackEnd old, Path orders) {
        var description = behind(balancer).put("orders", orders.toString()).put("redis", redis.address());
        old.describe(description.putObject("old"));
        return description.toString();
    }

    private ObjectNode behind(LoadBalancer balancer) {
        var description = ownDescription();
        description.set("behind", description.get("nodes"));
        description.put("balancer", balancer.name());
        description
                .putArray("nodes")
                .addObject()
                .put("socket", balancer.address())
                .put("http", balancer.address());
        return description;
    }

    /** The same for gateways that the stage has not started. */
    static ObjectNode description(Auth auth, List<GatewayProcess> gateways) {
        var description = JSON.createObjectNode().put("auth", auth.name().toLowerCase(Locale.ROOT));
        var nodes = description.putArray("nodes");
        gateways.forEach(gateway -> nodes.addObject()
                .put("socket", gateway.socket())
                .put("http", gateway.http())
                .put("ops", gateway.ops()));
        return description;
    }

    /** What the gateways have printed last, to be shown with a failure. */
    String output() {
        var output = new StringBuilder();
        gateways.forEach(gateway ->
                output.append("--- ").append(gateway.socket()).append('\n').append(gateway.output()));
        return output.toString();
    }

    @Override
    public void close() {
        for (var part : parts) {
            try {
                part.close();
            } catch (Exception e) {
                throw new AssertionError("cannot clean up " + part, e);
            }
        }
        deleteFolder(folder);
    }

    static void deleteFolder(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
