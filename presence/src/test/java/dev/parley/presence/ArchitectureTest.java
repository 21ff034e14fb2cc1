package dev.parley.presence;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import dev.parley.testing.CodeRules;
import org.junit.jupiter.api.Test;

/** Allowed dependencies between the packages of this module. */
class ArchitectureTest {
    private static final JavaClasses CODE = CodeRules.codeOf("dev.parley.presence");

    @Test
    void presenceKnowsIdsErrorsDeadlinesAndItself() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.slf4j..",
                        "org.redisson..",
                        "dev.parley.core.id..",
                        "dev.parley.core.error..",
                        "dev.parley.core.deadline..",
                        "dev.parley.presence..")
                .check(CODE);
    }

    @Test
    void onlyTheRedisPackageKnowsRedis() {
        noClasses()
                .that()
                .resideInAPackage("dev.parley.presence")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.redisson..", "dev.parley.presence.redis..")
                .check(CODE);
    }

    @Test
    void nobodyBlocksOnAFuture() {
        CodeRules.nobodyBlocks(CODE);
    }

    @Test
    void onlyIntegrationTestsUseServers() {
        CodeRules.onlyIntegrationTestsUseServers("dev.parley.presence");
    }

    @Test
    void timeAndNamesComeFromOutside() {
        CodeRules.timeAndChanceAreGiven(CODE);
    }
}
