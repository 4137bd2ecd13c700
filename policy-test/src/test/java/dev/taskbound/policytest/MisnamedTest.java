/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policytest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Issue 5, Judged by 2: a mistake in a case is answered by a message that tells how to mend it. */
class MisnamedTest {
    @TempDir
    private Path directory;

    private String cases;

    @BeforeEach
    void copy() throws Exception {
        Path desk = DeskPolicyTest.directory();
        Files.copy(desk.resolve("desk.yaml"), directory.resolve("desk.yaml"));
        cases = Files.readString(desk.resolve("desk.test.yaml"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            tool: read_ticket | tool: read_tickt | found deny UNKNOWN_TOOL (the policy lists no such tool); did you mean "read_ticket"?
            tool: lookup_order, args: { order_id | tool: lookup_order, args: { orderid | did you mean "order_id"?
            intent: refund-order | intent: refund_order | did you mean "refund-order"?
            agent: assistant | agent: asistant | may open it; did you mean "assistant"?
            order_id: o-1, max_refund | order: o-1, max_refund | is missing; found "order"; there are "max_refund", "order_id"
            iban: DE89370400440532013000, amount: 100 }, expect: UNKNOWN_ORIGIN | iban: 1234, amount: 100 }, expect: permit | if text is meant, quote it: iban: "1234"
            amount: 100 }, expect: UNKNOWN_ORIGIN | `amount: "100" }, expect: permit` | a number is written without quotes: amount
            `expect: { decision: permit, asks: [lead], rule: "intents.refund-order.allow[3]" }` | expect: deny | who is asked agrees, unless the case says human: declines
            `tool: refund_payment, args: { iban: DE89370400440532013000, amount: 100 }, expect: UNKNOWN_ORIGIN` | `tool: refund_pament, args: { iban: DE89370400440532013000, amount: 100 }, expect: deny` | expected deny, found deny UNKNOWN_TOOL (the policy lists no such tool); did you mean "refund_payment"?
            `amount: 100 }, expect: UNKNOWN_ORIGIN` | `amount: "100" }, expect: deny` | expected deny, found deny BAD_ARGUMENTS
            roles: [support] } | roles: [billing] } | it is 'support' in principal.roles, and the case has the roles [billing]
            asks: [lead], rule | asks: [led], rule | no rule asks "led"; did you mean "lead"?
            """)
    void aCaseThatFailsForANameSaysWhichOneIsMeant(String right, String wrong, String message) throws IOException {
        assertThat(shown(cases.replaceFirst(java.util.regex.Pattern.quote(right), wrong)))
                .contains(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            task: refund | task: refnd | a name in tasks; did you mean "refund"?
            expect: permit | expects: permit | expected one of says, tool, args, fails, returns, human, expect; did you mean "expect"?
            expect: permit | expect: allowed | did you mean permit?
            expect: permit | expect: approval_required | did you mean { asks: [GROUP] }?
            expect: UNKNOWN_ORIGIN | expect: unknown_origin | did you mean "UNKNOWN_ORIGIN"?
            expect: UNKNOWN_ORIGIN | expect: deny UNKNOWN_ORIGIN | did you mean "UNKNOWN_ORIGIN"?
            expect: permit | expect: [lead] | expect: found a list, expected whom is asked as { asks: [lead] }
            task: refund | `statement: please
                task: refund` | it belongs to a task
            statement: Please refund | statement: Please post in #refunds and refund | ends before a #, which begins a comment, expected it quoted
            args: { iban | args: { order: #7, iban | no value where one is due, expected one in quotes if it begins with #
            args: { order_id: o-1 }, returns | order_id: o-1, returns | an argument stands in args: { ... }
            returns: | result: | did you mean "returns"?
            statement: | prompt: | did you mean "statement"?
            args: { iban | args: &a { iban | found an anchor, expected the value alone
            amount: 100 } | amount: 100: 5 } | of the { in line
            policy: desk.yaml | policy: [ | expected a comma or the ] of the [ in line 1
            """)
    void aFileThatCannotBeReadSaysWhatIsExpected(String right, String wrong, String message) throws IOException {
        assertThat(shown(cases.replaceFirst(java.util.regex.Pattern.quote(right), wrong)))
                .contains(message);
    }

    // The part of the condition and the argument, not the library's words.
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            , amount: 100 }, expect: UNKNOWN_ORIGIN | `}, expect: permit` | (there is no args.amount; where a call may lack it, the condition asks has(args.amount) first), with task.max_refund = 200
            """)
    void aConditionWithoutAnswerSaysWhatToAskFirst(String right, String wrong, String message) throws IOException {
        assertThat(shown(cases.replaceFirst(java.util.regex.Pattern.quote(right), wrong)))
                .contains(message);
    }

    private String shown(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("desk.test.yaml"), text);
        PolicyTestException mistakes = catchThrowableOfType(PolicyTestException.class, () -> PolicyTestFile.read(file));
        return mistakes != null
                ? mistakes.getMessage()
                : String.join(
                        "\n",
                        PolicyTestRunner.run(PolicyTestFile.read(file)).get(0).failures());
    }
}
