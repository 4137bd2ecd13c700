/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.conditions;

import static dev.taskbound.conditions.RefundConditions.ENVIRONMENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompileTest {

    private static List<ConditionProblem> problemsOf(String source) {
        ConditionException exception =
                catchThrowableOfType(ConditionException.class, () -> ENVIRONMENT.compile(source));
        assertThat(exception).as(source).isNotNull();
        return exception.problems();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "args.amuont > 1 | 1:6: unknown field 'amuont' of 'args'; did you mean 'amount'? known: amount, count, customer, lines, note, to, urgent",
                "args.amount <= task.max_refnd | 1:21: unknown field 'max_refnd' of 'task'; did you mean 'max_refund'? known: max_refund, recipients",
                "args.customer.ibn == '' | 1:15: unknown field 'ibn' of 'args.customer'; did you mean 'iban'? known: iban",
                "has(args.zip) | 1:10: unknown field 'zip' of 'args'; known: amount, count, customer, lines, note, to, urgent",
                "args.lines.all(l, l.quantiy > 1) | 1:21: unknown field 'quantiy'; did you mean 'quantity'? known: quantity",
                "args.lines[0].quantiy > 1 | 1:15: unknown field 'quantiy'; did you mean 'quantity'? known: quantity",
                "arg.amount > 1 | 1:1: unknown variable 'arg'; did you mean 'args'? known: anything, args, extra, now, task",
                "knwon(args.to) | 1:1: unknown function 'knwon'; did you mean 'known'?",
                "args.to.startWith('a') | 1:9: unknown function 'startWith'; did you mean 'startsWith'?",
                "args.to | 1:5: a condition is a boolean, but this is of type string",
                "args.to > 1 | 1:9: '>' cannot be used with (string, integer); a number is written without quotes, a text with them, and args says which of them an argument is",
                "now in args.lines | 1:5: 'in' cannot be used with (timestamp, list(record(args.lines[])))",
                "!args.amount | 1:1: '!' cannot be used with (number); whether an argument is given: has(args.name)",
                "args.to == 5 | 1:9: '==' cannot be used with (string, integer); a number is written without quotes, a text with them, and args says which of them an argument is",
                "args.amount * 2.0 > 1.0 | 1:13: '*' cannot be used with (number, number); numbers are compared, not calculated with: what calls come to is bound by limit: { sum: ... }",
                "args.amount + 1 > 1 | 1:13: '+' cannot be used with (number, integer); numbers are compared, not calculated with: what calls come to is bound by limit: { sum: ... }",
                "-args.amount < 0.0 | 1:1: '-' cannot be used with (number); numbers are compared, not calculated with: what calls come to is bound by limit: { sum: ... }",
                "string(args.amount) == '' | 1:7: 'string' cannot be used with (number)",
                "args.to.matches('[') | 1:17: not an RE2 pattern: missing closing ]",
                "args.to.matches(args.note) | 1:21: the pattern of matches() must be a string written here: args.name.matches('^[0-9]+$')",
                "label(args.to, 'pi') | 1:16: no tool's result carries the label 'pi'; known: pii, secret",
                "label('secert') | 1:7: no tool's result carries the label 'secert'; did you mean 'secret'? known: pii, secret",
                "label(args.to) | 1:11: the label of label() must be a string written here: label('pii'), or label(args.name, 'pii')",
                "label('pii') == 'pii' | 1:14: '==' cannot be used with (boolean, string); what is true or false stands alone, or behind !",
                "entities(args.to) | 1:9: a condition is a boolean, but this is of type list(string)",
                "entites(args.to) == [] | 1:1: unknown function 'entites'; did you mean 'entities'?",
                "entities() == [] | 1:9: 'entities' cannot be used with ()",
                "args.count == | 1:14: the condition ends too early",
                "args.count == 1 1 | 1:17: not expected here: 1",
                "args.amount <= task.limit | 1:21: unknown field 'limit' of 'task'; known: max_refund, recipients; what a task is given is declared in parameters",
                "args.to != routine | 1:12: unknown variable 'routine'; a text is written 'routine'; known: anything, args, extra, now, task",
                "label(pii) | 1:7: the label of label() must be a string written here: 'pii'",
                "known('args.to') | 1:7: known('args.to') asks about these words; of the value: known(args.to)",
                "size(entities('task.recipients')) > 0 | 1:15: entities('task.recipients') asks about these words; of the value: entities(task.recipients)",
                "'look_up' in origins(args.to) | 1:1: origins() never answers 'look_up'; did you mean 'result.look_up'?",
                "origins(args.to).all(o, o == 'parameter.max') | 1:30: origins() never answers 'parameter.max'; known: parameter.max_refund, result.look_up, statement",
                "origins(args.to).exists(o, o in ['statment']) | 1:34: origins() never answers 'statment'; did you mean 'statement'? known: parameter.max_refund, result.look_up, statement",
                "args.lines.endsWith('x') | 1:20: 'endsWith' cannot be used with list(record(args.lines[])).(string); of each element: list.all(x, x.endsWith('...'))",
                "args.lines == 'x' | 1:12: '==' cannot be used with (list(record(args.lines[])), string); whether a list holds something: 'x' in list; how many: size(list)",
                "['a'] in args.to | 1:7: 'in' cannot be used with (list(string), string); the other way round: args.name in ['a', 'b']",
                "args.to < now | 1:9: '<' cannot be used with (string, timestamp); a time is written timestamp('2027-01-01T00:00:00Z'), and a text that is one is made a time by timestamp(args.name)",
                "args.to.length < 5 | 1:8: what is of type string has no fields; its length: size(text), whether it is known: known(text)",
                "args.count ? true : false | 1:12: before the ? stands what is true or false, after it two of one type; these are (integer, boolean, boolean)",
                "not args.urgent | 1:1: not expected here: not; did you mean !?",
                "args.to =~ 'x' | 1:9: cannot be read: =~; did you mean text.matches('...')?",
                "args.to.matches('\\d') | 1:17: cannot be read: '\\d; for a text with backslashes an r stands before its quotes: r'\\d+'",
                "known(args) | 1:7: known(args) asks about all of them as one; of each: known(args.name)",
                "args.to in known | 1:12: unknown variable 'known'; it is a function: known(args.name)",
                "label == 'pii' | 1:1: unknown variable 'label'; it is a function: label('pii')",
                "args.to == None | 1:12: unknown variable 'None'; did you mean !has(args.name)?",
                "args.urgent == True | 1:16: unknown variable 'True'; did you mean true?",
                "tool == 'pay' | 1:1: unknown variable 'tool'; that is said by the tool that the rule names, tool: ...",
                "task.statement == 'x' | 1:6: unknown field 'statement' of 'task'; known: max_refund, recipients; whether the person's words hold a value: 'statement' in origins(args.name)",
                "sum(args.amount) < 5.0 | 1:1: unknown function 'sum'; that is said by limit: { sum: { amount: 500 } } of the rule",
                "defined(args.to) | 1:1: unknown function 'defined'; did you mean 'has'?",
                "now.hour() < 17 | 1:5: unknown function 'hour'; did you mean 'getHours'?",
                "has('args.to') | 1:4: has() takes an argument or a field by its name: has(args.name)",
                "1 < args.count < 5 | 1:16: '<' cannot be used with (boolean, integer); between two bounds: 1 < args.name && args.name < 5",
                "`args.to == ('a' || 'b')` | `1:17: '||' cannot be used with (string, string); on each side stands what is true or false; one of several: args.name in ['a', 'b']`",
                "args.to like 'x' | 1:9: not expected here: like; did you mean text.matches('...')?",
                "args.to is 'x' | 1:9: not expected here: is; did you mean ==, or has(args.name) for what may be missing?",
                "args.count < 1,000 | 1:15: not expected here: ,; did you mean a list in brackets, ['a', 'b'], or a number without separators, 1000?",
                "args.count < 1_000 | 1:15: not expected here: _000; a number is written 1000 or 10.5",
                "if args.urgent then true | 1:1: reserved identifier: if; a choice is written condition ? this : that",
                "known(args.to, 'statement') | 1:6: 'known' cannot be used with (string, string); where it comes from: 'statement' in origins(args.name)",
                "args.lines in ['a'] | 1:12: 'in' cannot be used with (list(record(args.lines[])), list(string)); of each element: list.all(x, x in ['a', 'b'])",
                "'x' if args.urgent else 'y' | 1:5: not expected here: if; did you mean condition ? this : that?",
                "['x' for args.to] == [] | 1:6: not expected here: for; did you mean list.all(x, x == 'a'), or list.exists(x, x == 'a')?",
                "args.to.includes('x') | 1:9: unknown function 'includes'; that is said by text.contains('x'), or of a list 'x' in list",
                "args.to not in ['a'] | 1:9: not expected here: not; did you mean !(x in list)?",
                "args.to == /a/ | 1:12: not expected here: /; did you mean text.matches('...')?",
                "args.to[0:2] == 'a' | 1:10: not expected here: :; did you mean text.startsWith('...'), since nothing is cut out of a text or a list?",
                "args.urgent // always && args.amount < 1.0 | 1:13: not expected here: //, a comment may hide what follows: put it above the key",
                "args.urgent # always | 1:13: cannot be read: #; a condition has no comments: put it above the key",
                "endsWith(args.to, 'x') | 1:9: 'endsWith' cannot be used with (string, string); it stands behind the text: text.endsWith('...')",
                "args['amount'] > 1.0 | 1:5: '[]' cannot be used with (record(args), string); a field is read by its name: args.name",
            })
    void saysWhatIsWrongAndWhere(String source, String problem) {
        assertThat(problemsOf(source)).extracting(ConditionProblem::toString).containsExactly(problem);
    }

    @Test
    void reportsEveryProblemInTheOrderOfTheText() {
        assertThat(problemsOf("args.to > 1 &&\n  args.amuont > 1 ||\n\ttusk.max > 1"))
                .extracting(ConditionProblem::line, ConditionProblem::column)
                .containsExactly(tuple(1, 9), tuple(2, 8), tuple(3, 2));
    }

    @Test
    void countsColumnsInCodePoints() {
        assertThat(problemsOf("'é𝄞' == 'x' && ags"))
                .extracting(ConditionProblem::column)
                .containsExactly(16);
    }

    @Test
    void saysWhichCharacterCannotBeRead() {
        assertThat(problemsOf("args.count = 1"))
                .extracting(ConditionProblem::toString)
                .containsExactly("1:12: cannot be read: =; did you mean ==?");
    }

    // A block that YAML folds into one line would make the rest of the condition part of a comment.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "args.urgent // c",
                "args.to == 'a' // c\n&& args.urgent",
                "args.to == '\\'' // c '",
                "args.to == r'\\' // c '",
                "args.to == \"//\" && // c\nargs.urgent",
                "args.to == \"\"\"\"//\"\"\" || true // c",
                "//",
            })
    void takesNoComment(String source) {
        assertThat(problemsOf(source))
                .extracting(ConditionProblem::message)
                .anyMatch(message -> message.contains("comment"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "args.to.startsWith('https://a.example')",
                "args.to == \"a // b\"",
                "args.to == r'\\d' || args.to == '//'",
                "args.to == '\\'//'",
                "args.to == \"\"\"a \" // b\"\"\"",
                "args.count / 2 / 2 == 1",
            })
    void takesForNoCommentWhatStandsInAText(String source) throws ConditionException {
        assertThat(ENVIRONMENT.compile(source).source()).isEqualTo(source);
    }

    // Limits count code points; half of those beyond the basic plane would have been looked at.
    @Test
    void takesNoCommentHoweverLongTheCondition() {
        String text = "\ud834\udd1e".repeat(1_500);
        assertThat(problemsOf("args.to == '" + text + "' // && args.urgent"))
                .extracting(ConditionProblem::toString)
                .containsExactly(
                        "1:1515: not expected here: //, a comment may hide what follows: put it above the key");
        assertThat(problemsOf("args.to == '" + "\\\\".repeat(900) + "' // c")).hasSize(1);
    }

    /** The list in the message is one of functions that there are. */
    @Test
    void namesFunctionsThatThereAre() {
        String message = problemsOf("args.to.split(',') == []").get(0).message();
        String list = message.replaceAll(".*there are (.*?)\\. .*", "$1").replace(" and its like for times", "");

        assertThat(list.split(", "))
                .hasSizeGreaterThan(15)
                .allSatisfy(name -> assertThat(message(name + "()")).doesNotContain("unknown function"));
    }

    private static String message(String source) {
        return problemsOf(source).toString();
    }

    @Test
    void saysThatAMacroIsMisused() {
        assertThat(problemsOf("args.lines.all(l, true, false)"))
                .extracting(ConditionProblem::message)
                .contains(
                        "'all' cannot be used like this; it goes through a list: list.all(x, x == 'a'); whether an argument"
                                + " is given: has(args.name)");
    }

    @Test
    void hasNoWayToBuildARecord() {
        assertThat(problemsOf("args{amount: 1.0} == args")).isNotEmpty();
        assertThat(problemsOf("google.protobuf.Timestamp{seconds: 1} < now")).isNotEmpty();
    }

    @Test
    void hasNoMacrosButTheStandardOnes() {
        assertThat(problemsOf("cel.bind(x, 1, x == 1)")).isNotEmpty();
    }

    @Test
    void refusesAnEmptyCondition() {
        assertThat(problemsOf("")).isNotEmpty();
        assertThat(problemsOf("// nothing")).isNotEmpty();
    }

    @Test
    void refusesVariablesThatNoConditionCouldName() {
        ConditionEnvironment.Builder builder = ConditionEnvironment.builder().variable("args", ValueType.DYNAMIC);
        assertThatThrownBy(() -> builder.variable("a b", ValueType.STRING))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.variable("args", ValueType.STRING))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatCode(() -> builder.variable("_other1", ValueType.STRING)).doesNotThrowAnyException();
    }
}
