package dev.parley.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.mongodb.client.MongoCollection;
import com.tngtech.archunit.core.domain.JavaClasses;
import dev.parley.testing.CodeRules;
import org.junit.jupiter.api.Test;

/** Allowed dependencies between the packages of this module. */
class ArchitectureTest {
    private static final JavaClasses CODE = CodeRules.codeOf("dev.parley.core");

    @Test
    void theDomainKnowsTheLanguageAndItself() {
        classes()
                .that()
                .resideInAnyPackage(
                        "dev.parley.core.chat",
                        "dev.parley.core.notification",
                        "dev.parley.core.outbox",
                        "dev.parley.core.reminder",
                        "dev.parley.core.user")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.slf4j",
                        "dev.parley.core.id",
                        "dev.parley.core.error",
                        "dev.parley.core.logging",
                        "dev.parley.core.text",
                        "dev.parley.core.chat",
                        "dev.parley.core.notification",
                        "dev.parley.core.outbox",
                        "dev.parley.core.reminder",
                        "dev.parley.core.user")
                .check(CODE);
    }

    @Test
    void idsAndErrorsAreTheBase() {
        classes()
                .that()
                .resideInAnyPackage(
                        "dev.parley.core.id",
                        "dev.parley.core.error",
                        "dev.parley.core.text",
                        "dev.parley.core.logging")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "dev.parley.core.id", "dev.parley.core.error", "dev.parley.core.text")
                .check(CODE);
    }

    @Test
    void rulesKnowNoStore() {
        noClasses()
                .that()
                .resideInAPackage("dev.parley.core.rules..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.parley.core.mongo", "com.mongodb..", "org.bson..")
                .check(CODE);
    }

    @Test
    void onlyNumberingPlansKnowsThePhoneLibrary() {
        noClasses()
                .that()
                .doNotHaveSimpleName("NumberingPlans")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.google..")
                .check(CODE);
    }

    @Test
    void onlyItsOwnPackageKnowsYaml() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.parley.core.yaml")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.yaml..")
                .check(CODE);
    }

    @Test
    void theDriverStaysInMongo() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.parley.core.mongo", "dev.parley.core.migration")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.mongodb..", "org.bson..")
                .check(CODE);
    }

    /** The driver's operations block. Without a collection in a field they are called where {@code AsyncCollection} runs them. */
    @Test
    void onlyAsyncCollectionHoldsACollectionOfTheDriver() {
        noFields()
                .that()
                .areDeclaredInClassesThat()
                .doNotHaveSimpleName("AsyncCollection")
                .and()
                .areDeclaredInClassesThat()
                .resideOutsideOfPackage("dev.parley.core.migration")
                .should()
                .haveRawType(MongoCollection.class)
                .check(CODE);
    }

    @Test
    void nobodyBlocks() {
        CodeRules.nobodyBlocks(CODE);
    }

    @Test
    void timeAndChanceAreGiven() {
        CodeRules.timeAndChanceAreGiven(CODE);
    }

    @Test
    void onlyIntegrationTestsUseServers() {
        CodeRules.onlyIntegrationTestsUseServers("dev.parley.core");
    }

    @Test
    void packagesFormNoCycles() {
        CodeRules.packagesFormNoCycles(CODE, "dev.parley.core");
    }
}
