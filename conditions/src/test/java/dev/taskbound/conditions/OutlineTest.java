/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.conditions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.taskbound.conditions.Outline.Comparison;
import dev.taskbound.conditions.Outline.Kind;
import dev.taskbound.conditions.Outline.OperandKind;
import org.junit.jupiter.api.Test;

/** What tools tell readers about a condition: its parts, and what each compares with what. */
class OutlineTest {
    @Test
    void joinedPartsStandBesideEachOtherHoweverTheyNest() throws ConditionException {
        Outline outline = Outline.of("args.a == 1 && (args.b || args.c == 'x') && args.d in [1, 2]");

        assertThat(outline.kind()).isEqualTo(Kind.ALL);
        assertThat(outline.parts())
                .extracting(Outline::text)
                .containsExactly("args.a == 1", "args.b || args.c == \"x\"", "args.d in [1, 2]");
        assertThat(outline.parts().get(1).kind()).isEqualTo(Kind.ANY);
    }

    @Test
    void aComparisonNamesThePathTheOperatorAndTheOtherSide() throws ConditionException {
        assertThat(comparison("args.amount <= task.max"))
                .isEqualTo(new Comparison("args.amount", "<=", false, "task.max", OperandKind.PATH));
        assertThat(comparison("args.to in ['a', 'b']"))
                .isEqualTo(new Comparison("args.to", "in", false, "[\"a\", \"b\"]", OperandKind.LITERAL));
        assertThat(comparison("args.to.endsWith('@example.com')"))
                .isEqualTo(new Comparison("args.to", "endsWith", false, "\"@example.com\"", OperandKind.LITERAL));
        assertThat(comparison("known(args.to)"))
                .isEqualTo(new Comparison("args.to", "known", false, "", OperandKind.NONE));
        assertThat(comparison("!has(args.cc)"))
                .isEqualTo(new Comparison("args.cc", "absent", false, "", OperandKind.NONE));
    }

    @Test
    void aComparisonWrittenTheOtherWayRoundIsTurned() throws ConditionException {
        assertThat(comparison("500 >= args.amount"))
                .isEqualTo(new Comparison("args.amount", "<=", false, "500", OperandKind.LITERAL));
        assertThat(comparison("task.id == args.id"))
                .isEqualTo(new Comparison("args.id", "==", false, "task.id", OperandKind.PATH));
    }

    @Test
    void aComparisonOfEachElementIsOneOfTheList() throws ConditionException {
        assertThat(comparison("args.to.all(x, x in task.recipients)"))
                .isEqualTo(new Comparison("args.to", "in", true, "task.recipients", OperandKind.PATH));
    }

    @Test
    void whatOnlySomeElementsMeetOrIsNegatedIsNoComparison() throws ConditionException {
        assertThat(comparison("args.to.exists(x, x in task.recipients)")).isNull();
        assertThat(comparison("!(args.to in task.recipients)")).isNull();
        assertThat(comparison("args.to.all(x, args.y in task.recipients)")).isNull();
    }

    @Test
    void aPartCompilesAloneInTheEnvironmentOfTheWhole() throws Exception {
        ConditionEnvironment environment = ConditionEnvironment.builder()
                .variable("args", ValueType.mapOf(ValueType.DYNAMIC))
                .build();
        Condition whole = environment.compile("args.to.all(x, x in ['a']) && size(args.to) < 3");

        for (Outline part : Outline.of(whole.source()).parts()) {
            assertThat(whole.environment().compile(part.text()).references()).contains("args.to");
        }
    }

    @Test
    void whatIsNoConditionHasNoOutline() {
        assertThatExceptionOfType(ConditionException.class).isThrownBy(() -> Outline.of("args.a =="));
    }

    private static Comparison comparison(String source) throws ConditionException {
        Outline outline = Outline.of(source);
        assertThat(outline.kind()).isEqualTo(Kind.LEAF);
        return outline.comparison();
    }
}
