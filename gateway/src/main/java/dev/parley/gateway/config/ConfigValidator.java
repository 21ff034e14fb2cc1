package dev.parley.gateway.config;

import com.mongodb.ConnectionString;
import dev.parley.core.mongo.FieldAliases;
import dev.parley.core.rules.RulesFile;
import dev.parley.core.yaml.YamlFileException;
import dev.parley.gateway.admin.AdminSettings;
import dev.parley.gateway.admin.AdminUsers;
import dev.parley.gateway.auth.ClaimNames;
import dev.parley.gateway.auth.TokenSettings;
import dev.parley.gateway.config.GatewayConfig.Ports;
import dev.parley.gateway.eventloop.IoTransport;
import dev.parley.gateway.mail.MailSettings;
import dev.parley.gateway.mail.SmtpServer;
import dev.parley.gateway.redis.RedisAddress;
import dev.parley.gateway.telemetry.OtlpSettings;
import dev.parley.gateway.tls.TrustedAuthorities;
import dev.parley.gateway.transport.limits.SessionLimits;
import dev.parley.gateway.transport.limits.TransportLimits;
import dev.parley.gateway.transport.limits.TrustedProxies;
import dev.parley.gateway.webhooks.WebhooksFile;
import dev.parley.gateway.webpush.WebPushFile;
import dev.parley.presence.NodeId;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Turns command-line options into the configuration of each node: fills in the defaults and refuses invalid values. */
public final class ConfigValidator {
    private static final int MAX_NODES = 16;
    private static final int MIN_SECRET_BYTES = 32;
    private static final Duration DRAIN = Duration.ofSeconds(20);
    /** With embedded stores there is no other node that clients could move to. */
    private static final Duration QUICK_DRAIN = Duration.ofSeconds(1);

    private static final Duration MIN_QUIET_TIME = Duration.ofSeconds(1);
    private static final Duration MAX_QUIET_TIME = Duration.ofDays(1);

    private static final Set<String> NO_ORIGIN = Set.of();

    private ConfigValidator() {}

    /**
     * One entry per node; throws {@link InvalidConfigException}.
     *
     * @param redis address of the embedded or the named Redis
     * @param mongo connection string of the embedded or the named MongoDB
     * @param randomId node id by default
     */
    public static List<GatewayConfig> nodes(GatewayOptions options, String redis, String mongo, String randomId) {
        check(options);
        Optional<SettingsFile> settings = settings(options);
        String id = Optional.ofNullable(options.nodeId).orElse(randomId);
        return IntStream.range(0, options.nodes)
                .mapToObj(number -> node(
                        options, settings, redis, mongo, options.nodes == 1 ? id : id + "-" + (number + 1), number))
                .toList();
    }

    /** Refuses what is invalid before any store is started; throws {@link InvalidConfigException}. */
    public static void check(GatewayOptions options) {
        check(options.nodes >= 1 && options.nodes <= MAX_NODES, "--nodes must be 1 to " + MAX_NODES);
        PortOptions.check(options);
        check(options.nodeId == null || !options.nodeId.isBlank(), "--node-id must not be empty");
        Optional.ofNullable(options.redis).ifPresent(ConfigValidator::redis);
        Optional.ofNullable(options.mongo).ifPresent(ConfigValidator::checkMongo);
        trustedAuthorities(options);
        Optional.ofNullable(options.rules).ifPresent(file -> checkFile("--rules", file, RulesFile::parse));
        Optional.ofNullable(options.webhooks).ifPresent(file -> checkFile("--webhooks", file, WebhooksFile::check));
        Optional.ofNullable(options.webPush).ifPresent(file -> checkFile("--web-push", file, WebPushFile::check));
        checkSecret("--unsubscribe-secret", options.unsubscribeSecret);
        reminders(options, settings(options));
        Optional.ofNullable(options.adminUi).ifPresent(file -> checkFile("--admin-ui", file, AdminUsers::parse));
        check(options.adminUi != null || !options.adminUiCommands, "--admin-ui-commands needs --admin-ui");
        otlp(options);
        options.corsOrigin.forEach(CorsOrigin::check);
        tokens(options);
        ioTransport(options);
        trustedProxies(options);
        transportLimits(options);
    }

    static boolean isEmbedded(GatewayOptions options) {
        return options.redis == null && options.mongo == null;
    }

    private static GatewayConfig node(
            GatewayOptions options,
            Optional<SettingsFile> settings,
            String redis,
            String mongo,
            String id,
            int number) {
        return new GatewayConfig(
                host(options),
                new Ports(options.port, options.httpPort, options.opsPort).plus(number),
                redis(redis),
                mongo,
                tokens(options),
                new NodeId(id),
                options.presenceAudience.meaning,
                options.presenceGrace,
                Optional.ofNullable(options.rules),
                Optional.ofNullable(options.webhooks),
                Optional.ofNullable(options.webPush),
                reminders(options, settings),
                Optional.ofNullable(options.adminUi).map(file -> new AdminSettings(file, options.adminUiCommands)),
                otlp(options),
                settings.map(SettingsFile::aliases).orElse(FieldAliases.NONE),
                origins(options),
                Optional.ofNullable(options.demo).orElse(isEmbedded(options)),
                options.compression,
                options.acceptEmitter,
                options.recovery == GatewayOptions.Switch.on,
                ioTransport(options),
                trustedProxies(options),
                transportLimits(options),
                Optional.ofNullable(options.drainTime).orElse(isEmbedded(options) ? QUICK_DRAIN : DRAIN));
    }

    public static String host(GatewayOptions options) {
        return Optional.ofNullable(options.host).orElse(isEmbedded(options) ? "127.0.0.1" : "0.0.0.0");
    }

    /** Deliberate: with real stores no web page may connect unless its origin is named. */
    private static Set<String> origins(GatewayOptions options) {
        if (!options.corsOrigin.isEmpty()) {
            return Set.copyOf(options.corsOrigin);
        }
        return isEmbedded(options) ? Set.of("*") : NO_ORIGIN;
    }

    private static Optional<TokenSettings> tokens(GatewayOptions options) {
        ClaimNames claims = TokenOptions.claims(options);
        boolean hasKey = options.jwtSecret != null || options.jwksUrl != null;
        if (isWithoutTokens(options, hasKey)) {
            check(!hasKey, "--auth none excludes --jwt-secret and --jwks-url");
            return Optional.empty();
        }
        check(hasKey, "--auth jwt needs --jwt-secret or --jwks-url (or say --auth none)");
        checkSecret("--jwt-secret", options.jwtSecret);
        checkJwks(options.jwksUrl);
        return Optional.of(new TokenSettings(
                Optional.ofNullable(options.jwtSecret),
                Optional.ofNullable(options.jwksUrl),
                Optional.ofNullable(options.jwtIssuer),
                Optional.ofNullable(options.jwtAudience),
                claims));
    }

    private static boolean isWithoutTokens(GatewayOptions options, boolean hasKey) {
        return options.auth == GatewayOptions.Auth.none || options.auth == null && isEmbedded(options) && !hasKey;
    }

    private static void checkSecret(String option, String secret) {
        check(
                secret == null || secret.getBytes(StandardCharsets.UTF_8).length >= MIN_SECRET_BYTES,
                option + " must have " + MIN_SECRET_BYTES + " bytes or more");
    }

    private static void checkJwks(URI url) {
        check(url == null || isHttp(url), "--jwks-url must start with https:// or http://");
    }

    private static RedisAddress redis(String address) {
        try {
            return RedisAddress.parse(address);
        } catch (IllegalArgumentException wrong) {
            throw new InvalidConfigException("--redis: " + wrong.getMessage());
        }
    }

    /** Deliberate: the message of the driver is not shown, because it may contain the password. */
    static void checkMongo(String address) {
        try {
            new ConnectionString(address);
        } catch (IllegalArgumentException wrong) {
            throw new InvalidConfigException("--mongo must be a connection string such as mongodb://host:27017/parley");
        }
    }

    /** The authorities of {@code --trusted-ca}; empty without the option. Throws {@link InvalidConfigException}. */
    public static List<X509Certificate> trustedAuthorities(GatewayOptions options) {
        try {
            return options.trustedCa == null ? List.of() : TrustedAuthorities.read(options.trustedCa);
        } catch (IllegalArgumentException wrong) {
            throw new InvalidConfigException("--trusted-ca: " + wrong.getMessage());
        }
    }

    private static Optional<SettingsFile> settings(GatewayOptions options) {
        return Optional.ofNullable(options.settings).map(SettingsFile::read);
    }

    private static ReminderSettings reminders(GatewayOptions options, Optional<SettingsFile> settings) {
        check(
                options.quietTime.compareTo(MIN_QUIET_TIME) >= 0 && options.quietTime.compareTo(MAX_QUIET_TIME) <= 0,
                "--quiet-time must be 1s to 1440m");
        return new ReminderSettings(
                options.quietTime,
                Optional.ofNullable(options.smtp).map(url -> mail(url, settings, options.unsubscribeSecret)));
    }

    private static MailSettings mail(String url, Optional<SettingsFile> settings, String unsubscribeSecret) {
        check(settings.isPresent(), "--smtp needs --settings with mail: { from: ... }");
        try {
            return settings.get().mail(SmtpServer.parse(url), Optional.ofNullable(unsubscribeSecret));
        } catch (IllegalArgumentException wrong) {
            throw new InvalidConfigException("--smtp " + wrong.getMessage());
        }
    }

    private static Optional<OtlpSettings> otlp(GatewayOptions options) {
        double sample = options.otlpSample;
        check(sample >= 0 && sample <= 1, "--otlp-sample must be 0 to 1");
        check(
                options.otlp == null || isHttp(options.otlp) && options.otlp.getHost() != null,
                "--otlp must be a URL such as http://collector:4318");
        return Optional.ofNullable(options.otlp).map(receiver -> new OtlpSettings(receiver, sample));
    }

    private static boolean isHttp(URI url) {
        return Stream.of("http", "https").anyMatch(scheme -> scheme.equals(url.getScheme()));
    }

    private static void checkFile(String option, Path file, Consumer<String> parser) {
        try {
            parser.accept(Files.readString(file));
        } catch (YamlFileException wrong) {
            throw new InvalidConfigException(option + " " + file + ": " + wrong.getMessage());
        } catch (IOException unreadable) {
            throw new InvalidConfigException(option + " " + file + " cannot be read");
        }
    }

    private static IoTransport ioTransport(GatewayOptions options) {
        IoTransport wanted = options.io.meaning.orElseGet(IoTransport::best);
        check(wanted.isAvailable(), "--io " + options.io + " is not available on this machine");
        return wanted;
    }

    private static TrustedProxies trustedProxies(GatewayOptions options) {
        try {
            return TrustedProxies.of(options.trustedProxies);
        } catch (IllegalArgumentException wrong) {
            throw new InvalidConfigException("--trusted-proxies: " + wrong.getMessage());
        }
    }

    /** The nodes of one process share its heap. */
    private static TransportLimits transportLimits(GatewayOptions options) {
        long heap = Runtime.getRuntime().maxMemory() / options.nodes;
        SessionLimits defaults = SessionLimits.forHeap(heap, !options.trustedProxies.isEmpty());
        int perNode = Optional.ofNullable(options.maxSessions).orElse(defaults.perNode());
        int perAddress = Optional.ofNullable(options.maxSessionsPerAddress)
                .orElse(options.trustedProxies.isEmpty() ? perNode : defaults.perAddress());
        check(perNode >= 1, "--max-sessions must be 1 or more");
        check(perAddress >= 1, "--max-sessions-per-address must be 1 or more");
        return TransportLimits.forHeap(heap).with(new SessionLimits(perNode, perAddress));
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new InvalidConfigException(Objects.requireNonNull(otherwise));
        }
    }
}
