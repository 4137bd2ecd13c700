/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.taskbound.approval.ApprovalOutcome;
import dev.taskbound.policy.Decision;
import dev.taskbound.policy.Obligation;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/design.md, "Where things are". */
@AnalyzeClasses(
        packages = "dev.taskbound",
        importOptions = {DoNotIncludeTests.class, ArchitectureTest.OurOwn.class})
class ArchitectureTest {
    private static final String CONDITIONS = "dev.taskbound.conditions..";
    private static final Set<String> HANDED_IN = Set.of("okhttp3.OkHttpClient", "io.opentelemetry.api.OpenTelemetry");

    @ArchTest
    static final ArchRule roomsHaveNoCycles =
            slices().matching("dev.taskbound.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule valuesDependOnJavaOnly = classes()
            .that()
            .resideInAPackage("dev.taskbound")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "dev.taskbound", "org.jspecify..");

    @ArchTest
    static final ArchRule onlyHttpLooksIntoTheGuard = noClasses()
            .that()
            .resideOutsideOfPackages("dev.taskbound.guard..", "dev.taskbound.http..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.taskbound.guard..", "dev.taskbound.http..");

    @ArchTest
    static final ArchRule theGuardKnowsNoHttp = noClasses()
            .that()
            .resideInAPackage("dev.taskbound.guard..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.taskbound.http..");

    @ArchTest
    static final ArchRule conditionsAreUsedByPolicyAlone = noClasses()
            .that(not(resideInAPackage(CONDITIONS)).and(not(resideInAPackage("dev.taskbound.policy.."))))
            .should()
            .dependOnClassesThat()
            .resideInAPackage(CONDITIONS);

    @ArchTest
    static final ArchRule noForeignTypeStandsInAPublicSignature =
            methods().that().areDeclaredInClassesThat(isApi()).and().arePublic().should(nameOnlyJavaAndOurOwn());

    @Test
    void theClosedSetsAreClosed() {
        assertThat(names(Decision.class)).containsExactlyInAnyOrder("Permit", "Deny");
        assertThat(names(Obligation.class)).containsExactlyInAnyOrder("Approval", "Limit");
        assertThat(names(ApprovalOutcome.class)).containsExactlyInAnyOrder("Approved", "Declined");
    }

    /** Not what the module conditions brings under our name. */
    static final class OurOwn implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/conditions/shaded/");
        }
    }

    private static List<String> names(Class<?> sealed) {
        return Arrays.stream(sealed.getPermittedSubclasses())
                .map(Class::getSimpleName)
                .toList();
    }

    private static DescribedPredicate<JavaClass> isApi() {
        return DescribedPredicate.describe(
                "are API",
                type -> type.getModifiers().contains(com.tngtech.archunit.core.domain.JavaModifier.PUBLIC)
                        && type.getPackageName().startsWith("dev.taskbound")
                        && !type.getPackageName().startsWith("dev.taskbound.internal")
                        && !type.getPackageName().startsWith("dev.taskbound.conditions")
                        && !type.getPackageName().startsWith("dev.taskbound.http")
                        && !type.getPackageName().startsWith("dev.taskbound.telemetry"));
    }

    private static ArchCondition<JavaMethod> nameOnlyJavaAndOurOwn() {
        return new ArchCondition<>("name only Java's types and our own") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                Stream.concat(Stream.of(method.getRawReturnType()), method.getRawParameterTypes().stream())
                        .map(JavaClass::getBaseComponentType)
                        .filter(type -> !isOurs(type))
                        .forEach(type -> events.add(SimpleConditionEvent.violated(
                                method, method.getFullName() + " names " + type.getName())));
            }
        };
    }

    private static boolean isOurs(JavaClass type) {
        String name = type.getName();
        return type.isPrimitive()
                || name.startsWith("java.")
                || name.startsWith("javax.sql.")
                || name.startsWith("dev.taskbound.")
                || name.startsWith("io.opentelemetry.context.")
                || HANDED_IN.contains(name);
    }
}
