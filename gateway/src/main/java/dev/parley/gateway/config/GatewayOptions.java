package dev.parley.gateway.config;

import dev.parley.gateway.auth.ClaimNames;
import dev.parley.gateway.eventloop.IoTransport;
import dev.parley.gateway.presence.PresenceAudience;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line as it was typed; each option can be given as {@code PARLEY_} and its name in the environment as well. */
@Command(
        name = "parley",
        description = "Real-time chat, notifications and online status over Socket.IO.",
        mixinStandardHelpOptions = true,
        version = "parley 0.1.0",
        header = {"parley 0.1.0", ""},
        sortOptions = false,
        abbreviateSynopsis = true,
        usageHelpAutoWidth = true,
        commandListHeading = "%nCommands (parley COMMAND --help):%n",
        footer = {
            "",
            "Without a command a gateway runs. Every option can be set in the environment: --http-port is PARLEY_HTTP_PORT.",
            "In a checkout, ./parley build builds what is missing and starts nothing."
        })
public final class GatewayOptions {

    enum Auth {
        jwt,
        none
    }

    enum Audience {
        everyone(PresenceAudience.EVERYONE),
        contacts(PresenceAudience.CONTACTS);

        final PresenceAudience meaning;

        Audience(PresenceAudience meaning) {
            this.meaning = meaning;
        }
    }

    enum Io {
        auto(null),
        io_uring(IoTransport.IO_URING),
        epoll(IoTransport.EPOLL),
        nio(IoTransport.NIO);

        /** Empty: the best that is allowed here. */
        final Optional<IoTransport> meaning;

        Io(IoTransport meaning) {
            this.meaning = Optional.ofNullable(meaning);
        }
    }

    enum Switch {
        on,
        off
    }

    @OptionGroup("Ports and addresses")
    @Option(names = "--port", paramLabel = "N", description = "Socket.IO (default 5000)")
    public int port = 5000;

    @Option(names = "--http-port", paramLabel = "N", description = "REST API and demo page (default 8080)")
    public int httpPort = 8080;

    @Option(names = "--ops-port", paramLabel = "N", description = "health and metrics (default 9090)")
    public int opsPort = 9090;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            description = "address to listen on (default 127.0.0.1 with embedded stores, otherwise 0.0.0.0)")
    String host;

    @OptionGroup("Stores")
    @Option(
            names = "--redis",
            paramLabel = "URL",
            description = "redis://, rediss://, several for a Cluster, redis+sentinel://host,host/master"
                    + " (default: embedded)")
    public String redis;

    @Option(names = "--mongo", paramLabel = "URL", description = "MongoDB connection string (default: embedded)")
    public String mongo;

    @Option(
            names = "--trusted-ca",
            paramLabel = "FILE",
            description =
                    "PEM file of private authorities that signed the certificates of Redis, MongoDB or the key server")
    public Path trustedCa;

    @OptionGroup("Authentication")
    @Option(
            names = "--auth",
            paramLabel = "jwt|none",
            description =
                    "how users are authenticated (default jwt; none when everything is embedded and no key is named)")
    Auth auth;

    @Option(names = "--jwt-secret", paramLabel = "TEXT", description = "HS256 secret of 32 bytes or more")
    String jwtSecret;

    @Option(names = "--jwks-url", paramLabel = "URL", description = "public keys for RS256, ES256 and EdDSA")
    URI jwksUrl;

    @Option(names = "--jwt-issuer", paramLabel = "TEXT", description = "required iss of every token")
    String jwtIssuer;

    @Option(names = "--jwt-audience", paramLabel = "TEXT", description = "required aud of every token")
    String jwtAudience;

    @Option(
            names = "--jwt-user-claim",
            paramLabel = "NAME",
            description = "claim with the user id, such as userId or user.id (default sub)")
    String jwtUserClaim = ClaimNames.STANDARD.user();

    @Option(
            names = "--jwt-role-claim",
            paramLabel = "NAME",
            description = "claim with the role, a word or a list of words (default role)")
    String jwtRoleClaim = ClaimNames.STANDARD.role();

    @Option(
            names = "--jwt-roles",
            paramLabel = "WORD=ROLE",
            split = ",",
            description = "the accepted words of that claim, such as user=client,admin=service"
                    + " (default client, provider and service)")
    List<String> jwtRoles = List.of();

    @OptionGroup("Cluster")
    @Option(
            names = "--nodes",
            paramLabel = "N",
            description = "gateways in this process, on consecutive ports (default 1)")
    public int nodes = 1;

    @Option(
            names = "--node-id",
            paramLabel = "TEXT",
            description = "name of this node, unique per start (default random)")
    String nodeId;

    @OptionGroup("Presence")
    @Option(
            names = "--presence-audience",
            paramLabel = "everyone|contacts",
            description = "who is told that a user goes online or offline (default everyone)")
    Audience presenceAudience = Audience.everyone;

    @Option(
            names = "--presence-grace",
            paramLabel = "TIME",
            description = "a reconnect within this time is not announced as offline (default 2s)")
    Duration presenceGrace = Duration.ofSeconds(2);

    @OptionGroup("Rules and clients")
    @Option(names = "--rules", paramLabel = "FILE", description = "message rules, YAML, reloaded when it changes")
    Path rules;

    @Option(
            names = "--webhooks",
            paramLabel = "FILE",
            description = "endpoints that are told of events, YAML, reloaded when it changes (default none)")
    Path webhooks;

    @Option(
            names = "--web-push",
            paramLabel = "FILE",
            description = "VAPID keys with which reminders are pushed to browsers, YAML, reloaded when it changes"
                    + " (default none)")
    Path webPush;

    @Option(
            names = "--settings",
            paramLabel = "FILE",
            description =
                    "YAML with aliases: an application's names for fields, which Parley's documents have as well; and mail")
    Path settings;

    @Option(
            names = "--cors-origin",
            paramLabel = "ORIGIN",
            split = ",",
            description = "web pages that may connect, * for any (default with embedded stores: any)")
    List<String> corsOrigin = List.of();

    @OptionGroup("Diagnostics")
    @Option(
            names = "--admin-ui",
            paramLabel = "FILE",
            description =
                    "namespace /admin for the Socket.IO Admin UI, read-only; its users, one NAME:BCRYPT-HASH a line,"
                            + " reloaded when it changes (default none)")
    Path adminUi;

    @Option(
            names = "--admin-ui-commands",
            negatable = true,
            fallbackValue = "true",
            description = "admins may disconnect sockets, move them between rooms and emit (default off)")
    boolean adminUiCommands;

    @OptionGroup("Stores")
    @Option(names = "--data-dir", paramLabel = "DIR", description = "data of embedded stores (default ./.parley)")
    public Path dataDir = Path.of(".parley");

    @OptionGroup("Rules and clients")
    @Option(
            names = "--demo",
            negatable = true,
            fallbackValue = "true",
            description = "the demo page (default on with embedded stores, otherwise off; --no-demo: off)")
    Boolean demo;

    @Option(
            names = "--compression",
            negatable = true,
            fallbackValue = "true",
            description = "websocket compression (default off)")
    boolean compression;

    @Option(
            names = "--accept-emitter",
            negatable = true,
            fallbackValue = "true",
            description = "also receive from @socket.io/redis-emitter (default off)")
    boolean acceptEmitter;

    @Option(
            names = "--recovery",
            paramLabel = "on|off",
            description = "a client that reconnects within 2 minutes resumes its session (default off)")
    Switch recovery = Switch.off;

    @OptionGroup("Reminders")
    @Option(
            names = "--quiet-time",
            paramLabel = "TIME",
            description = "an offline user is reminded of a message that is unread for this time, by webhook"
                    + " message.unread, e-mail or Web Push (default 5m)")
    Duration quietTime = ReminderSettings.DEFAULT.quietTime();

    @Option(
            names = "--smtp",
            paramLabel = "URL",
            description =
                    "mail server for reminders, smtp://user:password@host:587 or smtps://; needs mail in --settings"
                            + " (default none)")
    String smtp;

    @Option(
            names = "--unsubscribe-secret",
            paramLabel = "TEXT",
            description = "secret of 32 bytes or more for {token} in the unsubscribe link of mails (default none)")
    String unsubscribeSecret;

    @OptionGroup("Diagnostics")
    @Option(
            names = "--otlp",
            paramLabel = "URL",
            description =
                    "receiver of OpenTelemetry (OTLP over HTTP) for traces of messages, such as http://collector:4318"
                            + " (default none)")
    URI otlp;

    @Option(
            names = "--otlp-sample",
            paramLabel = "RATIO",
            description = "share of the traces that begin here and are recorded, 0 to 1 (default 1)")
    double otlpSample = 1;

    @OptionGroup("Capacity and shutdown")
    @Option(
            names = "--io",
            paramLabel = "auto|io_uring|epoll|nio",
            description = "I/O transport of the sockets (default auto: the first that is available here)")
    Io io = Io.auto;

    @Option(
            names = "--trusted-proxies",
            paramLabel = "CIDR",
            split = ",",
            description = "proxies whose X-Forwarded-For and PROXY protocol name the client's address (default none)")
    List<String> trustedProxies = List.of();

    @Option(
            names = "--max-sessions",
            paramLabel = "N",
            description = "Socket.IO sessions of a node, then 503 (default one for each 24 KB of heap)")
    Integer maxSessions;

    @Option(
            names = "--max-sessions-per-address",
            paramLabel = "N",
            description = "sessions of one client address, then 429; loopback and trusted proxies are exempt"
                    + " (default 1000 with --trusted-proxies, otherwise as --max-sessions)")
    Integer maxSessionsPerAddress;

    @Option(
            names = "--drain-time",
            paramLabel = "TIME",
            description = "time over which clients are moved to other nodes when this node stops"
                    + " (default 20s, with embedded stores 1s)")
    Duration drainTime;
}
