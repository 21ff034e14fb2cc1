package dev.parley.testing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Rules for the code of every module. */
public final class CodeRules {
    /** What starts a server or a process for a test. */
    private static final String SERVERS =
            ".*\\.(TestRedis|RedisServer|RedisClusterServers|TestMongo|FreshStore|GatewayProcess|RunningNode|Stage|LoadBalancer)";

    private CodeRules() {}

    /** The code of a package and those under it, without its tests. */
    public static JavaClasses codeOf(String name) {
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(name);
    }

    /** @param starters those that start and stop a process, where waiting is right */
    public static void nobodyBlocks(JavaClasses code, Class<?>... starters) {
        noClasses()
                .that()
                .doNotBelongToAnyOf(starters)
                .should()
                .callMethod(CompletableFuture.class, "join")
                .orShould()
                .callMethod(CompletableFuture.class, "get")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .check(code);
    }

    /** Only a class whose name ends in IT uses a server, in a package and those under it. */
    public static void onlyIntegrationTestsUseServers(String name) {
        noClasses()
                .that()
                .haveSimpleNameEndingWith("Test")
                .should()
                .dependOnClassesThat()
                .haveNameMatching(SERVERS)
                .check(new ClassFileImporter().importPackages(name));
    }

    /** @param wiring those that make the clock and the source of chance */
    public static void timeAndChanceAreGiven(JavaClasses code, Class<?>... wiring) {
        noClasses()
                .that()
                .doNotBelongToAnyOf(wiring)
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(UUID.class, "randomUUID")
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(code);
    }

    public static void packagesFormNoCycles(JavaClasses code, String name) {
        slices().matching(name + ".(*)..").should().beFreeOfCycles().check(code);
    }
}
