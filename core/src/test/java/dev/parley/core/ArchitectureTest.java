package dev.parley.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

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
                .resideInAnyPackage("dev.parley.core.chat", "dev.parley.core.notification", "dev.parley.core.user")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.slf4j",
                        "dev.parley.core.id",
                        "dev.parley.core.error",
                        "dev.parley.core.text",
                        "dev.parley.core.chat",
                        "dev.parley.core.notification",
                        "dev.parley.core.user")
                .check(CODE);
    }

    @Test
    void idsAndErrorsAreTheBase() {
        classes()
                .that()
                .resideInAnyPackage("dev.parley.core.id", "dev.parley.core.error", "dev.parley.core.text")
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
                .resideInAnyPackage("dev.parley.core.mongo", "com.mongodb..", "org.bson..", "reactor..")
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
    void onlyTheRulesFileKnowsYaml() {
        noClasses()
                .that()
                .haveSimpleNameNotStartingWith("RulesFile")
                .and()
                .haveSimpleNameNotStartingWith("YamlEntries")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.yaml..")
                .check(CODE);
    }

    @Test
    void reactiveTypesStayInMongo() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.parley.core.mongo")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("reactor..", "org.reactivestreams..", "com.mongodb..", "org.bson..")
                .check(CODE);
        noClasses()
                .that()
                .doNotHaveSimpleName("Publishers")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("reactor..")
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
