/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.conditions;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Messages of the CEL parser and checker, in words that need no knowledge of the library. */
final class Wording {
    private static final Pattern NO_OVERLOAD =
            Pattern.compile("found no matching overload for '(.+?)' applied to '(.*?)'(?: \\(candidates.*)?$");
    private static final Pattern UNEXPECTED = Pattern.compile(
            "(?:mismatched input|extraneous input|no viable alternative at input) '(.*?)'(?: expecting.*)?$");
    private static final Pattern UNREADABLE = Pattern.compile("token recognition error at: '(.*)'$");
    private static final Pattern WRONG_TYPE = Pattern.compile("expected type 'bool' but found '(.*)'$");
    private static final Pattern RANGE =
            Pattern.compile("expression of type '(.*)' cannot be range of a comprehension");
    private static final Pattern MISUSED = Pattern.compile("undeclared reference to '(.+?)'");
    private static final Pattern SEPARATED = Pattern.compile("_[0-9]+|[$€£%]");
    private static final Pattern NAME = Pattern.compile("\\w+");
    private static final Pattern CALCULATED = Pattern.compile(".*\\bnumber\\b.*");
    private static final Pattern FIELDLESS = Pattern.compile("type '(.+)' does not support field selection");
    private static final List<String> ARITHMETIC = List.of("+", "-", "*", "/");
    private static final List<String> COMPARED = List.of("==", "!=", "<", "<=", ">", ">=");
    private static final List<String> ON_EACH = List.of("all", "exists", "exists_one", "map", "filter");
    private static final List<String> ON_LISTS = List.of("startsWith", "endsWith", "matches");

    private static final Map<String, String> TYPES = Map.of(
            "int", "integer",
            "uint", "unsigned integer",
            "double", "number",
            "bool", "boolean",
            "dyn", "any",
            "google.protobuf.Timestamp", "timestamp",
            "google.protobuf.Duration", "duration",
            "null", "null");
    private static final Pattern TYPE = Pattern.compile("google\\.protobuf\\.\\w+|\\w+");

    static boolean isUnknownName(String message) {
        return message.startsWith("undeclared reference") || message.startsWith("undefined field");
    }

    static String of(String message) {
        if (message.startsWith("Expression recursion limit")) {
            return "nested deeper than " + Dialect.MAX_DEPTH;
        }
        if (message.startsWith("expression code point size")) {
            return "longer than " + Dialect.MAX_LENGTH + " characters";
        }
        return syntax(message);
    }

    private static String syntax(String message) {
        Matcher unexpected = UNEXPECTED.matcher(message);
        if (unexpected.find()) {
            boolean end = unexpected.group(1).equals("<EOF>");
            return end ? "the condition ends too early" : "not expected here: " + meant(unexpected.group(1));
        }
        Matcher unreadable = UNREADABLE.matcher(message);
        return unreadable.find() ? unreadable(unreadable.group(1).strip()) : types(message);
    }

    private static String unreadable(String found) {
        if (found.startsWith("#")) {
            return "cannot be read: #; a condition has no comments: put it above the key";
        }
        return "cannot be read: " + meant(found)
                + (found.contains("\\") ? "; for a text with backslashes an r stands before its quotes: r'\\d+'" : "");
    }

    /** Operators of other languages, with the one of CEL. */
    private static String meant(String token) {
        String operator = switch (token) {
            case "=<" -> "<=";
            case "=>" -> ">=, or of each element list.all(x, x == 'a')";
            case "=", "===" -> "==";
            case "<>" -> "!=";
            case "and", "AND", "&" -> "&&";
            case "or", "OR", "|" -> "||";
            case "not", "NOT" -> "!";
            case "has", "contains" -> "'x' in list, or text.contains('x')";
            case "like", "matches" -> "text.matches('...')";
            case "is" -> "==, or has(args.name) for what may be missing";
            case "/" -> "text.matches('...')";
            case ":" -> "text.startsWith('...'), since nothing is cut out of a text or a list";
            case "if", "else", "then" -> "condition ? this : that";
            case "for" -> "list.all(x, x == 'a'), or list.exists(x, x == 'a')";
            case "?" -> "has(args.name) ? args.name : 0";
            case "," -> "a list in brackets, ['a', 'b'], or a number without separators, 1000";
            case "=~", "~" -> "text.matches('...')";
            case "\u201c", "\u201d", "\u201e", "\u2018", "\u2019" -> "'";
            default -> "";
        };
        if (!operator.isEmpty()) {
            return token + "; did you mean " + operator + "?";
        }
        return SEPARATED.matcher(token).matches() ? token + "; a number is written 1000 or 10.5" : token;
    }

    private static String types(String message) {
        Matcher overload = NO_OVERLOAD.matcher(message);
        if (overload.find()) {
            return noOverload(operator(overload.group(1)), typeNames(overload.group(2)));
        }
        Matcher misused = MISUSED.matcher(message);
        if (misused.find()) {
            String macro = misused.group(1);
            return "'" + macro + "' cannot be used like this"
                    + (ON_EACH.contains(macro)
                            ? "; it goes through a list: list." + macro
                                    + "(x, x == 'a'); whether an argument is given: has(args.name)"
                            : "");
        }
        Matcher range = RANGE.matcher(message);
        if (range.find()) {
            return "all, exists, map and filter go through a list, but this is of type " + typeNames(range.group(1));
        }
        Matcher fieldless = FIELDLESS.matcher(message);
        if (fieldless.find()) {
            String type = typeNames(fieldless.group(1));
            if (type.startsWith("list")) {
                return "what is of type " + type + " has no fields; how many there are: size(list)";
            }
            return "what is of type " + type + " has no fields"
                    + (type.equals("string") ? "; its length: size(text), whether it is known: known(text)" : "");
        }
        Matcher wrong = WRONG_TYPE.matcher(message);
        if (wrong.find()) {
            return "a condition is a boolean, but this is of type " + typeNames(wrong.group(1));
        }
        if (message.contains("has() macro")) {
            return "has() takes an argument or a field by its name: has(args.name)";
        }
        return message.startsWith("reserved identifier")
                ? message + "; a choice is written condition ? this : that"
                : message;
    }

    private static String noOverload(String function, String operands) {
        if (function.equals("?:")) {
            return "before the ? stands what is true or false, after it two of one type; these are " + operands;
        }
        boolean calculated =
                ARITHMETIC.contains(function) && CALCULATED.matcher(operands).matches();
        String reason = calculated
                ? "; numbers are compared, not calculated with: what calls come to is bound by limit: { sum: ... }"
                : instead(function, operands);
        return "'" + function + "' cannot be used with " + operands + reason;
    }

    /** What does what was probably meant. */
    private static String instead(String function, String operands) {
        if (function.equals("in") && operands.equals("(string, string)")) {
            return "; whether a text holds another: text.contains('x')";
        }
        if (function.equals("in") && operands.matches("\\(list\\(.*\\), list\\(.*\\)\\)")) {
            return "; of each element: list.all(x, x in ['a', 'b'])";
        }
        if (function.equals("in") && operands.startsWith("(list(string), string")) {
            return "; the other way round: args.name in ['a', 'b']";
        }
        if (operands.startsWith("list") && (function.equals("contains") || ON_LISTS.contains(function))) {
            return function.equals("contains")
                    ? "; whether a list holds something: 'x' in list"
                    : "; of each element: list.all(x, x." + function + "('...'))";
        }
        if (operands.contains("null")) {
            return "; whether an argument is given: has(args.name)";
        }
        if (function.equals("contains") || ON_LISTS.contains(function)) {
            return operands.contains(", ") ? "; it stands behind the text: text." + function + "('...')" : "";
        }
        return switch (function) {
            case "[]" -> operands.startsWith("(record") ? "; a field is read by its name: args.name" : "";
            case "!" -> "; whether an argument is given: has(args.name)";
            case "&&", "||" -> "; on each side stands what is true or false; one of several: args.name in ['a', 'b']";
            case "known" -> "; where it comes from: 'statement' in origins(args.name)";
            case "duration" -> "; a duration is written duration('30m')";
            default -> COMPARED.contains(function) ? compared(function, operands) : "";
        };
    }

    /** Of two types that do not compare. */
    private static String compared(String function, String operands) {
        if (operands.contains("list")) {
            return "; whether a list holds something: 'x' in list; how many: size(list)";
        }
        if (operands.contains("boolean")) {
            return function.endsWith("=") && !function.startsWith("<") && !function.startsWith(">")
                    ? "; what is true or false stands alone, or behind !"
                    : "; between two bounds: 1 < args.name && args.name < 5";
        }
        if (operands.contains("timestamp") && operands.contains("string")) {
            return "; a time is written timestamp('2027-01-01T00:00:00Z'), and a text that is one is made a time by"
                    + " timestamp(args.name)";
        }
        if (operands.contains("string") && (operands.contains("number") || operands.contains("integer"))) {
            return "; a number is written without quotes, a text with them, and args says which of them an argument is";
        }
        return "";
    }

    /** {@code _<=_} is written {@code <=}, {@code @in} is written {@code in}. */
    private static String operator(String function) {
        return NAME.matcher(function).matches() ? function : function.replaceAll("[_@]", "");
    }

    private static String typeNames(String types) {
        return TYPE.matcher(types)
                .replaceAll(name -> Matcher.quoteReplacement(TYPES.getOrDefault(name.group(), name.group())));
    }

    private Wording() {}
}
