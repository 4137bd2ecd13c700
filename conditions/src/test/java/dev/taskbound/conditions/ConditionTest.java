/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.conditions;

import static dev.taskbound.conditions.RefundConditions.ENVIRONMENT;
import static dev.taskbound.conditions.RefundConditions.FUNCTIONS;
import static dev.taskbound.conditions.RefundConditions.test;
import static dev.taskbound.conditions.RefundConditions.testWithArgument;
import static dev.taskbound.conditions.RefundConditions.variables;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "args.amount <= task.max_refund && args.to in task.recipients",
                "args.amount == 99.5",
                "args.count == 3.0",
                "3.0 == args.count",
                "args.count != 3.5",
                "args.amount != 100",
                "args.count in [1.5, 3.0]",
                "args.count in [3, 4]",
                "task.max_refund in [100, 500]",
                "args.count < 3.5 && 2 < args.amount",
                "anything == 100.0",
                "extra.whole == 2",
                "extra.half < 2",
                "extra.nothing == null",
                "args.lines.all(line, line.quantity > 0)",
                "args.lines.exists_one(line, line.quantity == 2)",
                "args.lines.map(line, line.quantity) == [1, 2]",
                "args.lines.filter(line, line.quantity > 1).size() == 1",
                "args.lines[0].quantity + 1 == args.lines[1].quantity",
                "args.customer.iban.startsWith('DE')",
                "args.to + '!' == 'bob@example.com!'",
                "extra.text + extra.text == 'abcabc'",
                "args.to.matches('^[a-z]+@example[.]com$')",
                "now.getHours() == 9 && now.getHours('Europe/Berlin') == 10",
                "now + duration('1h') > now && now > timestamp('2026-01-01T00:00:00Z')",
                "timestamp('2026-11-02T09:30:00Z') - now == duration('0s')",
                "args == args",
                "args.urgent",
                "known(args.to) && !known(args.amount)",
                "'statement' in origins(args)",
            })
    void holds(String source) throws Exception {
        assertThat(test(source)).isTrue();
        assertThat(test("!(" + source + ")")).isFalse();
    }

    @Test
    void doesNotConfuseNeighboursBeyondTheExactDoubles() throws Exception {
        long odd = (1L << 53) + 1;
        assertThat(testWithArgument("args.amount == " + odd, "amount", 1L << 53))
                .isFalse();
        assertThat(testWithArgument("args.amount == " + (odd - 1), "amount", 1L << 53))
                .isTrue();
    }

    @Test
    void tellsAnAbsentFieldFromAPresentOne() throws Exception {
        assertThat(test("has(args.note)")).isFalse();
        assertThat(testWithArgument("has(args.note)", "note", "")).isTrue();
        assertThat(test("has(extra.unheard_of)")).isFalse();
        assertThat(test("has(extra.nothing)")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "args.note == ''                  | 'args.note' is absent",
                "extra.unheard_of == 1            | no such variable, field or key",
                "anything.field == 1              | no such variable, field or key",
                "args.lines[7].quantity == 1      | index out of bounds",
                "args.count / 0 == 1              | division by zero",
                "args.count + 9223372036854775807 > 0 | overflow of integers or times",
                "extra.half + extra.half > 1.0    | types that do not go together",
                "-extra.half < 0.0                | types that do not go together",
                "string(extra.half) == '1.5'      | types that do not go together",
                "extra.text > 1                   | types that do not go together",
                "extra.text                       | the result is not a boolean",
                "int(args.to) == 1                | text that cannot be converted",
                "{'a': 1, 'a': 2}.a == 1          | duplicate key in a map",
                "known(b'bytes')                  | a function is given a value of a type that it does not take",
            })
    void saysWhatFailed(String source, String message) throws Exception {
        Condition condition = ENVIRONMENT.compile(source);
        assertThatThrownBy(() -> condition.test(variables(), FUNCTIONS))
                .isInstanceOf(ConditionException.class)
                .hasMessageContaining(message);
    }

    @Test
    void pointsAtTheOperatorThatFailed() throws Exception {
        Condition condition = ENVIRONMENT.compile("args.urgent &&\n  args.count / 0 == 1");
        assertThatThrownBy(() -> condition.test(variables(), FUNCTIONS))
                .isInstanceOfSatisfying(
                        ConditionException.class,
                        e -> assertThat(e.problems()).containsExactly(new ConditionProblem(2, 14, "division by zero")));
    }

    @Test
    void anErrorYieldsToASideThatDecides() throws Exception {
        assertThat(test("args.note == 'x' || args.urgent")).isTrue();
        assertThat(test("args.note == 'x' && !args.urgent")).isFalse();
    }

    @Test
    void refusesAVariableWithoutAValue() throws Exception {
        Condition condition = ENVIRONMENT.compile("args.amount > 1");
        assertThatThrownBy(() -> condition.test(Map.of(), FUNCTIONS))
                .isInstanceOf(ConditionException.class)
                .hasMessageContaining("no such variable");
    }

    @Test
    void coercesEveryNumberThatFits() throws Exception {
        for (Number three :
                List.<Number>of(3, 3L, (short) 3, (byte) 3, 3.0, 3f, new BigDecimal("3.00"), BigInteger.valueOf(3))) {
            assertThat(testWithArgument("args.count == 3", "count", three)).isTrue();
            assertThat(testWithArgument("args.amount == 3.0", "amount", three)).isTrue();
        }
    }

    @Test
    void refusesNumbersThatDoNotFit() {
        for (Number number :
                List.<Number>of(3.5, Double.NaN, new BigDecimal("1e1000000000"), BigInteger.ONE.shiftLeft(63))) {
            assertThatThrownBy(() -> testWithArgument("args.count == 3", "count", number))
                    .isInstanceOf(ConditionException.class)
                    .hasMessageContaining("'args.count' is not");
        }
        for (Number number : List.<Number>of(Double.POSITIVE_INFINITY, new BigDecimal("1e400"))) {
            assertThatThrownBy(() -> testWithArgument("args.amount > 3.0", "amount", number))
                    .isInstanceOf(ConditionException.class)
                    .hasMessageContaining("'args.amount' is not a finite number");
        }
    }

    @Test
    void refusesValuesOfAnotherTypeThanDeclaredAndNamesTheField() {
        record Wrong(String source, String field, Object value, String message) {}
        List<Wrong> wrongs = List.of(
                new Wrong("args.to == 'x'", "to", 5, "'args.to' is not a string"),
                new Wrong("args.urgent", "urgent", "true", "'args.urgent' is not a boolean"),
                new Wrong("args.amount > 1.0", "amount", "5", "'args.amount' is not a number"),
                new Wrong("args.customer.iban == ''", "customer", "x", "'args.customer' is not a record"),
                new Wrong(
                        "args.customer.iban == ''",
                        "customer",
                        Map.of("iban", 1),
                        "'args.customer.iban' is not a string"),
                new Wrong("args.lines.size() == 1", "lines", "x", "'args.lines' is not a list"));
        for (Wrong wrong : wrongs) {
            assertThatThrownBy(() -> testWithArgument(wrong.source(), wrong.field(), wrong.value()))
                    .isInstanceOf(ConditionException.class)
                    .hasMessageContaining(wrong.message());
        }
    }

    @Test
    void looksOnlyAtWhatItNeeds() throws Exception {
        assertThat(testWithArgument("args.amount > 1", "to", new Object())).isTrue();
    }

    @Test
    void asksForEntitiesAndLabels() throws Exception {
        assertThat(test("entities(args.to) == []")).isTrue();
        assertThat(testWithArgument("entities(args.note).all(e, known(e))", "note", "see http://x.example"))
                .isFalse();
        assertThat(testWithArgument("size(entities(args.note)) <= 1", "note", "see http://x.example"))
                .isTrue();
        assertThat(test("label('pii')")).isTrue();
        assertThat(test("label('secret')")).isFalse();
        assertThat(test("label(args.to, 'pii') && !label(args.to, 'secret')")).isTrue();
        assertThat(test("label(args.customer, 'pii') || label(extra.nothing, 'pii')"))
                .isFalse();
    }

    @Test
    void givesFunctionsPlainJavaValues() throws Exception {
        AtomicReference<@Nullable Object> seen = new AtomicReference<>();
        ConditionFunctions recording = new ConditionFunctions() {
            @Override
            public boolean known(@Nullable Object value) {
                seen.set(value);
                return true;
            }

            @Override
            public List<String> origins(@Nullable Object value) {
                return List.of();
            }

            @Override
            public List<String> entities(@Nullable Object value) {
                return List.of();
            }

            @Override
            public boolean label(String label) {
                return false;
            }

            @Override
            public boolean label(@Nullable Object value, String label) {
                seen.set(value);
                return true;
            }
        };
        ENVIRONMENT.compile("known(args.customer)").test(variables(), recording);
        assertThat(seen.get()).isEqualTo(Map.of("iban", "DE89370400440532013000"));
        ENVIRONMENT.compile("known(args.lines)").test(variables(), recording);
        assertThat(seen.get()).isEqualTo(List.of(Map.of("quantity", 1L), Map.of("quantity", 2L)));
        ENVIRONMENT.compile("label(args.customer, 'pii')").test(variables(), recording);
        assertThat(seen.get()).isEqualTo(Map.of("iban", "DE89370400440532013000"));
        ENVIRONMENT.compile("known(extra.nothing)").test(variables(), recording);
        assertThat(seen.get()).isNull();
    }

    @Test
    void reportsAFunctionThatFailsWithItsCause() throws Exception {
        IllegalStateException cause = new IllegalStateException("store is down");
        ConditionFunctions failing = new ConditionFunctions() {
            @Override
            public boolean known(@Nullable Object value) {
                throw cause;
            }

            @Override
            public List<String> origins(@Nullable Object value) {
                throw cause;
            }

            @Override
            public List<String> entities(@Nullable Object value) {
                throw cause;
            }

            @Override
            public boolean label(String label) {
                throw cause;
            }

            @Override
            public boolean label(@Nullable Object value, String label) {
                throw cause;
            }
        };
        for (String source : List.of(
                "known(args.to)",
                "origins(args.to) == []",
                "entities(args.to) == []",
                "label('pii')",
                "label(args.to, 'pii')")) {
            Condition condition = ENVIRONMENT.compile(source);
            assertThatThrownBy(() -> condition.test(variables(), failing))
                    .isInstanceOf(ConditionException.class)
                    .hasMessageContaining("() failed")
                    .hasCause(cause);
        }
    }

    /** Arguments are secrets until somebody decides otherwise: no value in a message, none in a cause. */
    @Test
    void keepsValuesOutOfItsErrors() throws Exception {
        String secret = "sk-12345-secret";
        Map<String, Object> variables = variables();
        variables.put("anything", secret);
        variables.put("extra", Map.of("secret", secret));
        for (String source : List.of(
                "int(anything) == 1",
                "timestamp(anything) > now",
                "duration(anything) > duration('1s')",
                "now.getHours(anything) == 1",
                "anything > 1",
                "anything + 1 == 2",
                "anything",
                "anything.field",
                "extra[anything] == 1",
                "{anything: 1, anything: 2}.size() == 1",
                "anything[0] == 1",
                "[1][anything] == 1",
                "!anything",
                "anything ? true : false",
                "anything.all(x, x)",
                "args.lines[anything].quantity == 1",
                "-anything == 1",
                "extra.secret.matches('a') && anything in 5")) {
            assertThatThrownBy(() -> test(source, variables))
                    .as(source)
                    .isInstanceOf(ConditionException.class)
                    .hasMessageNotContaining("secret-")
                    .hasMessageNotContaining(secret)
                    .hasNoCause();
        }
    }

    @Test
    void knowsWhatItRefersTo() throws Exception {
        Condition condition = ENVIRONMENT.compile(
                "args.customer.iban != '' && args.lines.all(l, l.quantity < args.count) && has(args.note) && known(now)");
        assertThat(condition.references())
                .containsExactly("args.count", "args.customer.iban", "args.lines", "args.note", "now");
        assertThat(ENVIRONMENT.compile("[1].all(args, args == 1)").references()).isEmpty();
        assertThat(ENVIRONMENT.compile("extra['a'] == extra.b").references()).containsExactly("extra", "extra.b");
    }

    @Test
    void oneConditionServesManyThreads() throws Exception {
        Condition condition =
                ENVIRONMENT.compile("args.lines.exists(l, l.quantity == args.count) && args.amount <= task.max_refund");
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Boolean>> calls = new ArrayList<>();
            for (int call = 0; call < 4_000; call++) {
                Map<String, Object> variables = variables();
                Map<String, Object> arguments = RefundConditions.arguments();
                arguments.put("count", call % 4);
                variables.put("args", arguments);
                boolean expected = call % 4 == 1 || call % 4 == 2;
                calls.add(() -> condition.test(variables, FUNCTIONS) == expected);
            }
            for (Future<Boolean> answer : threads.invokeAll(calls)) {
                assertThat(answer.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
