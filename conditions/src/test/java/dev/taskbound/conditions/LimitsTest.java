/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.conditions;

import static dev.taskbound.conditions.RefundConditions.ENVIRONMENT;
import static dev.taskbound.conditions.RefundConditions.FUNCTIONS;
import static dev.taskbound.conditions.RefundConditions.test;
import static dev.taskbound.conditions.RefundConditions.testWithArgument;
import static dev.taskbound.conditions.RefundConditions.variables;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Conditions are bounded: 2,000 characters, depth 32, 1,000 iterations of one evaluation. */
@Timeout(60)
class LimitsTest {

    @Test
    void acceptsTwoThousandCharactersAndNotOneMore() throws Exception {
        String condition = "args.urgent" + " ".repeat(2_000 - "args.urgent".length());
        assertThat(test(condition)).isTrue();
        assertThatThrownBy(() -> ENVIRONMENT.compile(condition + " "))
                .isInstanceOf(ConditionException.class)
                .hasMessage("1:1: longer than 2000 characters");
    }

    @Test
    void acceptsNestingToDepth32() throws Exception {
        assertThat(test("(".repeat(30) + "args.urgent" + ")".repeat(30))).isTrue();
        assertThat(test("args.count" + " + 1".repeat(30) + " == 33")).isTrue();
    }

    @Test
    void refusesDeepNestingOfEachKindInsteadOfOverflowingTheStack() {
        for (String deep : List.of(
                "(".repeat(990) + "true" + ")".repeat(990),
                "(".repeat(33) + "true" + ")".repeat(33),
                "(".repeat(2_000),
                "1" + "+1".repeat(900) + " > 0",
                "extra" + ".x".repeat(900) + " == 1",
                "extra" + "['a']".repeat(300) + " == 1",
                "true?".repeat(300) + "true" + ":true".repeat(80),
                "true?(".repeat(200) + "true" + "):true".repeat(100),
                "[".repeat(990) + "]".repeat(990) + " == []",
                "{1:".repeat(400) + "1" + "}".repeat(400) + " == {}",
                "-(".repeat(600) + "1" + ")".repeat(600) + " < 2",
                "known(".repeat(200) + "1" + ")".repeat(200),
                "[1].all(x,".repeat(120) + "true" + ")".repeat(120),
                "args.to" + ".size()".repeat(200) + " == 1")) {
            assertThatThrownBy(() -> ENVIRONMENT.compile(deep))
                    .as(deep.substring(0, 20))
                    .isInstanceOf(ConditionException.class);
        }
    }

    @Test
    void manyAlternativesAreNotDeep() throws Exception {
        assertThat(test("args.count == 1" + " || args.urgent".repeat(100))).isTrue();
        assertThat(test("!".repeat(1_000) + "args.urgent")).isTrue();
    }

    @Test
    void stopsAfterAThousandIterationsOfAllMacrosTogether() throws Exception {
        assertThat(iterate(1_000)).isTrue();
        assertThatThrownBy(() -> iterate(1_001))
                .isInstanceOf(ConditionException.class)
                .hasMessageContaining("more than 1000 iterations");
        Condition nested = ENVIRONMENT.compile(
                "anything.all(a, anything.all(b, anything.all(c, anything.all(d, anything.all(e, a + b + c + d + e >= 0)))))");
        Map<String, Object> variables = variables();
        variables.put("anything", Collections.nCopies(900, 1));
        assertThatThrownBy(() -> nested.test(variables, FUNCTIONS))
                .isInstanceOf(ConditionException.class)
                .hasMessageContaining("more than 1000 iterations");
    }

    private static boolean iterate(int times) throws ConditionException {
        Map<String, Object> variables = variables();
        variables.put("anything", IntStream.range(0, times).boxed().toList());
        return test("anything.all(x, x >= 0)", variables);
    }

    /** The library looks at the size of a pattern only after it has expanded it: this one takes all memory. */
    @Test
    void refusesPatternsThatExplode() {
        for (String pattern : List.of(
                "(((a{1000}){1000}){1000})", "(a{100}){100}b{60}", "((x{1,99}){1,99}){1,99}", "(a{9999999999})")) {
            assertThatThrownBy(() -> ENVIRONMENT.compile("args.to.matches('" + pattern + "')"))
                    .as(pattern)
                    .isInstanceOf(ConditionException.class);
        }
    }

    @Test
    void acceptsPatternsThatPeopleWrite() throws Exception {
        assertThat(test("args.customer.iban.matches('^[A-Z]{2}[0-9]{2}[A-Z0-9]{4}[0-9]{7}([A-Z0-9]?){0,16}$')"))
                .isTrue();
        assertThat(test("args.to.matches('^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$')"))
                .isFalse();
    }

    /** RE2 is linear where backtracking would not end. */
    @Test
    void matchesInLinearTime() throws Exception {
        assertThat(testWithArgument("args.note.matches('^(a+)+$')", "note", "a".repeat(20_000) + "b"))
                .isFalse();
    }

    @Test
    void refusesToBuildHugeTexts() throws Exception {
        String half = "x".repeat(32_768);
        assertThat(testWithArgument("(args.note + args.note).size() == 65536", "note", half))
                .isTrue();
        assertThatThrownBy(() -> testWithArgument("(args.note + args.note + 'x').size() > 1", "note", half))
                .isInstanceOf(ConditionException.class)
                .hasMessageContaining("longer than 65536");
        Map<String, Object> variables = variables();
        variables.put("anything", Collections.nCopies(9_000, 1));
        assertThatThrownBy(() -> test("(anything" + " + anything".repeat(7) + ").size() > 1", variables))
                .isInstanceOf(ConditionException.class)
                .hasMessageContaining("longer than 65536");
    }

    @Test
    void refusesValuesThatAreTooDeepToWalk() {
        List<Object> deep = new ArrayList<>();
        for (int depth = 0; depth < 100_000; depth++) {
            List<Object> outer = new ArrayList<>();
            outer.add(deep);
            deep = outer;
        }
        Map<String, Object> variables = variables();
        variables.put("anything", deep);
        assertThatThrownBy(() -> test("anything == 1", variables)).isInstanceOf(ConditionException.class);
    }

    /** The model chooses how long a list is, and the runtime goes through it whenever a macro comes back to it. */
    @Test
    void readsTenThousandElementsAndNotOneMore() throws Exception {
        Map<String, Object> variables = variables();
        variables.put("anything", List.of(Collections.nCopies(9_999, "x")));
        assertThat(test("'x' in anything[0] && anything.size() == 1", variables))
                .isTrue();
        variables.put("anything", List.of(Collections.nCopies(10_000, "x")));
        assertThatThrownBy(() -> test("'x' in anything[0]", variables))
                .isInstanceOf(ConditionException.class)
                .hasMessageContaining("more than 10000 elements");
    }
}
