package dev.parley.presence;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Who may know whom in this module. */
class ArchitectureTest {
    private static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.parley.presence");

    @Test
    void presenceKnowsIdsErrorsAndItself() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.slf4j..",
                        "org.redisson..",
                        "dev.parley.core.id..",
                        "dev.parley.core.error..",
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
        noClasses()
                .should()
                .callMethod(CompletableFuture.class, "join")
                .orShould()
                .callMethod(CompletableFuture.class, "get")
                .check(CODE);
    }

    @Test
    void timeAndNamesComeFromOutside() {
        noClasses()
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(UUID.class, "randomUUID")
                .orShould()
                .callMethod(Math.class, "random")
                .check(CODE);
    }
}
