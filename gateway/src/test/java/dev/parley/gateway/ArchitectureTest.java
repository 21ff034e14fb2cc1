package dev.parley.gateway;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import dev.parley.gateway.training.TrainingRun;
import dev.parley.presence.redis.RedisFailures;
import dev.parley.testing.CodeRules;
import org.junit.jupiter.api.Test;

/** Allowed dependencies between the packages of this module. */
class ArchitectureTest {
    private static final String GATEWAY = "dev.parley.gateway";
    private static final JavaClasses CODE = CodeRules.codeOf(GATEWAY);

    @Test
    void theProtocolsDependOnNoSocketAndNoOtherPackage() {
        knowsOnly("engineio", "engineio");
        knowsOnly("socketio", "socketio", "engineio");
        for (String pure : new String[] {"engineio", "socketio"}) {
            noClasses()
                    .that()
                    .resideInAPackage(in(pure))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "com.corundumstudio..", "io.netty.channel..", "org.redisson..", "dev.parley.core..")
                    .check(CODE);
        }
    }

    @Test
    void packagesAtTheBottomKnowNoOther() {
        knowsOnly("eventloop", "eventloop");
        knowsOnly("logging", "logging");
        knowsOnly("metrics", "metrics");
        knowsOnly("timers", "timers");
        knowsOnly("tls", "tls");
    }

    @Test
    void theTransportKnowsTheProtocols() {
        knowsOnly("transport", "transport", "socketio", "engineio", "eventloop", "timers");
    }

    @Test
    void thePartsOfTheTransportKnowNoSession() {
        knowsOnly("transport.limits", "transport.limits", "engineio");
        knowsOnly("transport.loop", "transport.loop", "transport.limits", "timers");
        knowsOnly("transport.http", "transport.http", "transport.loop", "transport.limits", "engineio");
        knowsOnly("transport.websocket", "transport.websocket", "transport.limits", "socketio");
    }

    @Test
    void onlyTheTransportKnowsItsConnectionsAndEventLoops() {
        noClasses()
                .that()
                .resideOutsideOfPackage(in("transport"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(in("transport.http"), in("transport.loop"))
                .check(CODE);
    }

    @Test
    void theWireKnowsItsJson() {
        knowsOnly("wire", "wire", "socketio");
    }

    @Test
    void roomsKnowSocketsAndNoOtherNode() {
        knowsOnly("rooms", "rooms", "transport", "socketio");
    }

    @Test
    void theClusterDoesNotKnowWhatIsSaid() {
        knowsOnly(
                "cluster",
                "cluster",
                "metrics",
                "rooms",
                "telemetry",
                "transport",
                "socketio",
                "wire",
                "redis",
                "timers");
        noClasses()
                .that()
                .resideInAnyPackage(in("cluster"), in("rooms"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.parley.core.chat..", "dev.parley.core.notification..", "dev.parley.core.user..")
                .check(CODE);
    }

    @Test
    void handlersTranslate() {
        knowsOnly(
                "events",
                "events",
                "auth",
                "cluster",
                "lifecycle",
                "logging",
                "presence",
                "recovery",
                "rooms",
                "telemetry",
                "timers",
                "transport",
                "wire");
    }

    @Test
    void recoveryLiesInOnePlaceButForTheEventLog() {
        knowsOnly(
                "recovery",
                "recovery",
                "auth",
                "cluster",
                "metrics",
                "redis",
                "rooms",
                "socketio",
                "timers",
                "transport",
                "wire");
    }

    @Test
    void restKnowsNothingOfSocketHandlers() {
        knowsOnly(
                "http",
                "http",
                "auth",
                "broadcast",
                "cluster",
                "eventloop",
                "logging",
                "metrics",
                "nodes",
                "presence",
                "rooms",
                "telemetry",
                "trace",
                "transport",
                "wire");
    }

    @Test
    void webhooksKnowTheOutboxAndTheWire() {
        knowsOnly("outgoing", "outgoing");
        knowsOnly("hook", "hook", "outgoing", "wire");
        knowsOnly("files", "files", "timers");
        knowsOnly("shards", "shards", "redis", "timers");
        knowsOnly("webhooks", "webhooks", "files", "outgoing", "shards", "timers", "wire");
    }

    @Test
    void remindersKnowTheirSendersByInterface() {
        knowsOnly("reminders", "reminders", "metrics", "redis", "shards", "timers");
        knowsOnly("mail", "mail", "reminders");
    }

    @Test
    void webPushIsOneSenderOfReminders() {
        knowsOnly("webpush", "webpush", "files", "outgoing", "reminders", "timers", "wire");
    }

    @Test
    void tracesAndAdminsStandBesideTheWayOfAMessage() {
        knowsOnly("telemetry", "telemetry", "logging", "metrics", "rooms");
        knowsOnly(
                "admin",
                "admin",
                "auth",
                "files",
                "logging",
                "metrics",
                "rooms",
                "socketio",
                "timers",
                "transport",
                "transport.limits",
                "wire");
        noClasses()
                .that()
                .resideOutsideOfPackage(in("telemetry"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.opentelemetry..")
                .check(CODE);
    }

    @Test
    void onlyTheWiringKnowsTheStores() {
        String[] translators = {
            in("outgoing"),
            in("hook"),
            in("webhooks"),
            in("webpush"),
            in("mail"),
            in("reminders"),
            in("shards"),
            in("auth"),
            in("broadcast"),
            in("cluster"),
            in("events"),
            in("http"),
            in("presence"),
            in("rooms"),
            in("transport"),
            in("wire")
        };
        noClasses()
                .that()
                .resideInAnyPackage(translators)
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "dev.parley.core.mongo..", "com.mongodb..", "org.bson..", "dev.parley.presence.redis..")
                        .and(not(name(RedisFailures.class.getName()))))
                .check(CODE);
        noClasses()
                .that()
                .resideInAnyPackage(
                        in("auth"),
                        in("broadcast"),
                        in("events"),
                        in("http"),
                        in("presence"),
                        in("rooms"),
                        in("transport"),
                        in("wire"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.redisson..")
                .check(CODE);
    }

    @Test
    void nobodyKnowsTheWiring() {
        noClasses()
                .that()
                .resideInAPackage(GATEWAY + ".*..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(GATEWAY)
                .check(CODE);
    }

    @Test
    void nobodyParsesYamlItself() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.yaml..")
                .check(CODE);
    }

    @Test
    void onlyTheQuickStartKnowsTheEmbeddedStores() {
        noClasses()
                .that()
                .resideOutsideOfPackage(in("quickstart"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.parley.embedded..")
                .check(CODE);
    }

    @Test
    void onlyTheTransportAndItsNeighboursKnowTheSocketLibrary() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        in("auth"),
                        in("broadcast"),
                        in("config"),
                        in("http"),
                        in("nodes"),
                        in("ops"),
                        in("presence"),
                        in("recovery"),
                        in("redis"),
                        in("rooms"),
                        in("wire"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.corundumstudio..")
                .check(CODE);
    }

    @Test
    void nobodyBlocksOutsideTheStart() {
        JavaClasses allButCommands = CODE.that(not(name(GATEWAY + ".command.Blocking")));
        CodeRules.nobodyBlocks(allButCommands, GatewayNode.class, Application.class, TrainingRun.class);
    }

    @Test
    void timeAndChanceAreGiven() {
        CodeRules.timeAndChanceAreGiven(CODE, Main.class);
    }

    @Test
    void onlyIntegrationTestsUseServers() {
        CodeRules.onlyIntegrationTestsUseServers(GATEWAY);
    }

    @Test
    void packagesFormNoCycles() {
        CodeRules.packagesFormNoCycles(CODE, GATEWAY);
    }

    private static void knowsOnly(String subject, String... others) {
        String[] allowed = new String[others.length];
        for (int i = 0; i < others.length; i++) {
            allowed[i] = in(others[i]);
        }
        classes()
                .that()
                .resideInAPackage(in(subject))
                .should()
                .onlyDependOnClassesThat(not(resideInAPackage(GATEWAY + "..")).or(resideInAnyPackage(allowed)))
                .check(CODE);
    }

    private static String in(String name) {
        return GATEWAY + "." + name + "..";
    }
}
