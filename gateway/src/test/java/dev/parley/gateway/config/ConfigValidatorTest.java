package dev.parley.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.gateway.config.GatewayConfig.Ports;
import dev.parley.gateway.eventloop.IoTransport;
import dev.parley.gateway.mail.MailSettings;
import dev.parley.gateway.mail.SmtpServer;
import dev.parley.gateway.presence.PresenceAudience;
import dev.parley.gateway.transport.limits.SessionLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Validation and defaults of the configuration. */
class ConfigValidatorTest {
    private static final String SECRET = "a secret of more than thirty-two bytes";
    private static final String[] OWN_STORES = {"--redis", "redis://r", "--mongo", "mongodb://m"};

    @Test
    void aLaptopNeedsNoOptionAtAll() {
        GatewayConfig config = config();
        assertThat(config.host()).isEqualTo("127.0.0.1");
        assertThat(config.ports()).isEqualTo(new Ports(5000, 8080, 9090));
        assertThat(config.tokens()).isEmpty();
        assertThat(config.allowsAnyOrigin()).isTrue();
        assertThat(config.presenceAudience()).isEqualTo(PresenceAudience.EVERYONE);
        assertThat(config.presenceGrace()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.demo()).isTrue();
        assertThat(config.recovery()).isFalse();
        assertThat(config.drainTime()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void withStoresOfItsOwnItServesEverybodyAndTrustsNobody() {
        GatewayConfig config = config(and(OWN_STORES, "--jwt-secret", SECRET));
        assertThat(config.host()).isEqualTo("0.0.0.0");
        assertThat(config.tokens()).isPresent();
        assertThat(config.corsOrigins()).isEmpty();
        assertThat(config.drainTime()).isEqualTo(Duration.ofSeconds(20));
        assertThat(refusal(OWN_STORES)).contains("--jwt-secret");
    }

    @Test
    void oneStoreOfItsOwnIsEnoughToBeSerious() {
        assertThat(refusal("--redis", "redis://r")).contains("--auth jwt needs");
    }

    @Test
    void withRealStoresTheDemoPageIsServedOnlyOnRequest() {
        assertThat(config(and(OWN_STORES, "--auth", "none")).demo()).isFalse();
        assertThat(config(and(OWN_STORES, "--auth", "none", "--demo")).demo()).isTrue();
    }

    @Test
    void noTokensOnlyWhenSaidSo() {
        assertThat(config(and(OWN_STORES, "--auth", "none")).tokens()).isEmpty();
        assertThat(config("--jwt-secret", SECRET).tokens()).isPresent();
        assertThat(refusal("--auth", "none", "--jwt-secret", SECRET)).contains("excludes");
    }

    @Test
    void theHeapBoundsTheSessionsAndNodesShareIt() {
        long heap = Runtime.getRuntime().maxMemory();
        assertThat(config().transportLimits().sessions().perNode()).isEqualTo((int) (heap / 24_576));
        assertThat(config("--nodes", "2").transportLimits().sessions().perNode())
                .isEqualTo((int) (heap / 2 / 24_576));
        assertThat(config("--max-sessions", "7").transportLimits().sessions()).isEqualTo(new SessionLimits(7, 7));
    }

    @Test
    void anAddressIsBoundedOnceClientsHaveTheirOwn() {
        assertThat(config().transportLimits().sessions().perAddress())
                .isEqualTo(config().transportLimits().sessions().perNode());
        assertThat(config("--trusted-proxies", "10.0.0.0/8,::1")
                        .transportLimits()
                        .sessions()
                        .perAddress())
                .isEqualTo(1_000);
        assertThat(config("--max-sessions-per-address", "3")
                        .transportLimits()
                        .sessions()
                        .perAddress())
                .isEqualTo(3);
        assertThat(refusal("--max-sessions", "0")).contains("--max-sessions must be");
        assertThat(refusal("--max-sessions-per-address", "0")).contains("--max-sessions-per-address must be");
        assertThat(refusal("--trusted-proxies", "proxy.example")).contains("'proxy.example'");
    }

    @Test
    void laterNodesTakeTheNextPorts() {
        List<GatewayConfig> nodes = configs(Map.of(), "--nodes", "3", "--port", "0", "--node-id", "n");
        assertThat(nodes)
                .extracting(GatewayConfig::ports)
                .containsExactly(new Ports(0, 8080, 9090), new Ports(0, 8081, 9091), new Ports(0, 8082, 9092));
        assertThat(nodes).extracting(node -> node.nodeId().value()).containsExactly("n-1", "n-2", "n-3");
    }

    @Test
    void noPortIsTakenTwice() {
        assertThatThrownBy(() -> config("--port", "7000", "--ops-port", "7000"))
                .hasMessage("--port and --ops-port must differ");
        assertThatThrownBy(() -> configs(Map.of(), "--nodes", "3", "--http-port", "7000", "--ops-port", "7002"))
                .hasMessage("--http-port and --ops-port must be 3 or more apart with --nodes 3");
        assertThat(configs(Map.of(), "--nodes", "3", "--http-port", "7000", "--ops-port", "7003"))
                .hasSize(3);
        assertThat(config("--port", "0", "--http-port", "0").ports().http()).isZero();
    }

    @Test
    void everyOptionHasAnEnvironmentVariable() {
        Map<String, String> environment = new TreeMap<>(Map.of(
                "PARLEY_PORT", "1",
                "PARLEY_HTTP_PORT", "2",
                "PARLEY_OPS_PORT", "3",
                "PARLEY_HOST", "::1",
                "PARLEY_REDIS", "redis://r",
                "PARLEY_MONGO", "mongodb://m",
                "PARLEY_AUTH", "jwt",
                "PARLEY_JWT_SECRET", SECRET,
                "PARLEY_JWKS_URL", "https://id.example/jwks",
                "PARLEY_JWT_ISSUER", "us"));
        environment.putAll(Map.of(
                "PARLEY_JWT_AUDIENCE", "parley",
                "PARLEY_NODE_ID", "n",
                "PARLEY_PRESENCE_AUDIENCE", "contacts",
                "PARLEY_PRESENCE_GRACE", "500ms",
                "PARLEY_CORS_ORIGIN", "https://a.example,https://b.example",
                "PARLEY_DEMO", "false",
                "PARLEY_COMPRESSION", "true",
                "PARLEY_ACCEPT_EMITTER", "true",
                "PARLEY_DRAIN_TIME", "1m",
                "PARLEY_LOG", "json"));
        environment.putAll(Map.of(
                "PARLEY_RECOVERY",
                "on",
                "PARLEY_IO",
                "nio",
                "PARLEY_NODES",
                "1",
                "PARLEY_DATA_DIR",
                "d",
                "PARLEY_TEST_REDIS",
                "for tests"));
        GatewayConfig config = configs(environment).get(0);
        assertThat(config.ports()).isEqualTo(new Ports(1, 2, 3));
        assertThat(config.host()).isEqualTo("::1");
        assertThat(config.tokens()).hasValueSatisfying(tokens -> {
            assertThat(tokens.jwksUrl()).isPresent();
            assertThat(tokens.issuer()).contains("us");
            assertThat(tokens.audience()).contains("parley");
        });
        assertThat(config.nodeId().value()).isEqualTo("n");
        assertThat(config.presenceAudience()).isEqualTo(PresenceAudience.CONTACTS);
        assertThat(config.presenceGrace()).isEqualTo(Duration.ofMillis(500));
        assertThat(config.corsOrigins()).containsExactlyInAnyOrder("https://a.example", "https://b.example");
        assertThat(config.demo()).isFalse();
        assertThat(config.compression()).isTrue();
        assertThat(config.acceptEmitter()).isTrue();
        assertThat(config.recovery()).isTrue();
        assertThat(config.ioTransport()).isEqualTo(IoTransport.NIO);
        assertThat(config.drainTime()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void theCommandLineWinsOverTheEnvironment() {
        assertThat(configs(Map.of("PARLEY_PORT", "1", "PARLEY_DEMO", "true"), "--port", "2", "--no-demo"))
                .singleElement()
                .satisfies(config -> {
                    assertThat(config.ports().socket()).isEqualTo(2);
                    assertThat(config.demo()).isFalse();
                });
    }

    @ParameterizedTest
    @CsvSource({"PARLEY_REDDIS,PARLEY_REDIS", "PARLEY_HTTPPORT,PARLEY_HTTP_PORT", "PARLEY_DEMOS,PARLEY_DEMO"})
    void anUnknownVariableIsRefusedWithTheNearestKnownOne(String typed, String meant) {
        assertThatThrownBy(() -> configs(Map.of(typed, "x")))
                .hasMessageContaining(typed)
                .hasMessageContaining(meant);
    }

    @Test
    void anUnknownFormOfLogIsRefused() {
        assertThatThrownBy(() -> configs(Map.of("PARLEY_LOG", "xml"))).hasMessageContaining("text or json");
    }

    @Test
    void anUnknownLevelOfLogIsRefused() {
        assertThatThrownBy(() -> configs(Map.of("PARLEY_LOG_LEVEL", "verbose"))).hasMessageContaining("or trace");
    }

    @ParameterizedTest
    @CsvSource({
        "--prot,5000,--port",
        "--port,65536,--port",
        "--nodes,17,--nodes",
        "--presence-grace,2,--presence-grace",
        "--auth,basic,--auth",
        "--recovery,maybe,--recovery",
        "--io,uring,--io",
        "--jwt-secret,short,32 bytes",
        "--jwks-url,file:///etc/passwd,https://",
        "--jwt-roles,user,--jwt-roles",
        "--settings,no-such.yaml,no-such.yaml",
        "--jwt-roles,user=king,king",
        "--rules,no-such.yaml,no-such.yaml",
        "--mongo,redis://x,mongodb://",
        "--redis,localhost:6379,redis://",
        "extra,extra,unknown"
    })
    void whatCannotBeMeantIsOneLineThatNamesIt(String option, String value, String named) {
        assertThat(refusal(option, value)).contains(named).doesNotContain("\n");
    }

    @Test
    void mailIsReadFromTheSettingsFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("settings.yaml");
        Files.writeString(folder.resolve("text.txt"), "{{unread}} unread");
        Files.writeString(
                file,
                "mail: { from: Shop <chat@shop.example>, text: text.txt, period: 30m, unsubscribe: 'mailto:no@shop.example' }");
        String[] options = {"--settings", file.toString(), "--smtp", "smtps://a%40b:c%3Ad+e@mail.example"};
        MailSettings mail = config(options).reminders().mail().orElseThrow();
        assertThat(mail.period()).isEqualTo(Duration.ofMinutes(30));
        assertThat(mail.server().port()).isEqualTo(465);
        assertThat(mail.server().credentials()).hasValue(new SmtpServer.Credentials("a@b", "c:d+e"));

        assertThat(refusal("--smtp", "smtp://mail.example")).contains("--settings", "mail");
        for (String wrong : List.of(
                "mail: {}",
                "mail: { from: nobody }",
                "mail: { from: a@b.example, colour: red }",
                "mail: { from: a@b.example, text: no-such.txt }",
                "mail: { from: a@b.example, link: 'ftp://x/{chat}' }",
                "mail: { from: a@b.example, period: soon }",
                "mail: { from: a@b.example, subject: '{{#open}}' }")) {
            Files.writeString(file, wrong);
            assertThat(refusal(options)).as(wrong).contains("mail").doesNotContain("c%3Ad");
        }
    }

    @Test
    void aTokenInTheUnsubscribeLinkNeedsASecretAndAUser(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("settings.yaml");
        String[] options = {"--settings", file.toString(), "--smtp", "smtp://mail.example"};
        String secret = "0123456789abcdef0123456789abcdef";
        Files.writeString(file, "mail: { from: a@b.example, unsubscribe: 'https://b.example/?u={user}&t={token}' }");
        assertThat(refusal(options)).contains("{token}", "--unsubscribe-secret");
        assertThat(refusal(with(options, "--unsubscribe-secret", "short")))
                .contains("--unsubscribe-secret", "32")
                .doesNotContain("short");
        assertThat(config(with(options, "--unsubscribe-secret", secret))
                        .reminders()
                        .mail()
                        .orElseThrow()
                        .tokens())
                .isPresent();
        Files.writeString(file, "mail: { from: a@b.example, unsubscribe: 'https://b.example/?t={token}' }");
        assertThat(refusal(with(options, "--unsubscribe-secret", secret))).contains("{user}");
    }

    private static String[] with(String[] options, String... more) {
        return Stream.concat(Stream.of(options), Stream.of(more)).toArray(String[]::new);
    }

    @Test
    void aliasesAreReadFromTheSettingsFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("settings.yaml");
        Files.writeString(file, "aliases:\n  messages: { chat: chatId }\n  chats: { members: [client, provider] }\n");
        assertThat(config("--settings", file.toString()).aliases().byCollection())
                .isEqualTo(Map.of(
                        "messages", Map.of("chat", List.of("chatId")),
                        "chats", Map.of("members", List.of("client", "provider"))));
        for (String wrong : List.of(
                "aliases: { messages: { chat: nothing } }",
                "aliases: { messages: { chat: 7 } }",
                "aliases: [ messages ]",
                "alias: {}",
                "aliases: { messages")) {
            Files.writeString(file, wrong);
            assertThat(refusal("--settings", file.toString()))
                    .as(wrong)
                    .contains("settings.yaml: ")
                    .doesNotContain("\n");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "https://app.example",
                "http://localhost:3000",
                "http://[::1]:8080",
                "https://xn--bcher-kva.example",
                "capacitor://localhost"
            })
    void anOriginAsBrowsersSendItIsAccepted(String origin) {
        assertThat(config("--cors-origin", origin).corsOrigins()).containsExactly(origin);
    }

    @ParameterizedTest
    @CsvSource({
        "https://app.example/,slash",
        "https://app.example/chat,path",
        "app.example,scheme",
        "//app.example,scheme",
        "null,sandboxed",
        "https://*.example,wildcard",
        "https://App.example,as browsers send it",
        "https://app.example:443,default port",
        "http://localhost:80,default port",
        "https://user@app.example,as browsers send it",
        "https://app.example?x,as browsers send it",
        "'https://a.example https://b.example',as browsers send it",
        "https://bücher.example,as browsers send it"
    })
    void anOriginThatNoBrowserSendsIsRefused(String origin, String why) {
        assertThat(refusal("--cors-origin", "https://good.example," + origin))
                .contains("--cors-origin " + origin)
                .contains(why);
    }

    @ParameterizedTest
    @CsvSource({"::1,http://[::1]:5000", "::,http://localhost:5000", "127.0.0.1,http://127.0.0.1:5000"})
    void theBannerShowsAddressesThatCanBeOpened(String host, String url) {
        GatewayConfig config = config("--host", host);

        assertThat(Banner.of(config, List.of(config.ports())))
                .contains("Socket.IO   " + url)
                .contains("('" + url + "'");
    }

    @Test
    void nothingSecretIsShown() {
        GatewayConfig config =
                config("--mongo", "mongodb://u:pw1@m", "--redis", "redis://:pw2@r", "--jwt-secret", SECRET);
        assertThat(config + Banner.of(config, List.of(config.ports())))
                .doesNotContain("pw1")
                .doesNotContain("pw2")
                .doesNotContain(SECRET);
    }

    private static GatewayConfig config(String... arguments) {
        return configs(Map.of(), arguments).get(0);
    }

    private static List<GatewayConfig> configs(Map<String, String> environment, String... arguments) {
        GatewayOptions options =
                new CommandLineParser(environment).parse(arguments).orElseThrow();
        assertThat(options.dataDir).isIn(Path.of(".parley"), Path.of("d"));
        String redis = options.redis == null ? "redis://127.0.0.1" : options.redis;
        String mongo = options.mongo == null ? "mongodb://127.0.0.1" : options.mongo;
        return ConfigValidator.nodes(options, redis, mongo, "random");
    }

    private static String refusal(String... arguments) {
        try {
            config(arguments);
        } catch (InvalidConfigException refused) {
            return refused.getMessage();
        }
        throw new AssertionError("was accepted");
    }

    private static String[] and(String[] first, String... more) {
        return java.util.stream.Stream.concat(java.util.Arrays.stream(first), java.util.Arrays.stream(more))
                .toArray(String[]::new);
    }
}
