/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policytest;

import dev.taskbound.ReasonCode;
import dev.taskbound.internal.json.CanonicalJson;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a step of a case. */
final class StepReader {
    private static final Expectation PERMIT = new Expectation(true, null, null, null, null);

    private final Keys keys;
    private final Mistakes mistakes;

    StepReader(Node node, Mistakes mistakes) {
        this.keys = new Keys(node, "a call such as { tool: lookup_order, args: { ... }, expect: permit }", mistakes);
        this.mistakes = mistakes;
    }

    PolicyTestStep step() {
        String says = keys.text("says");
        PolicyTestStep step = says == null ? call() : words(says);
        keys.finish("; an argument stands in args: { ... }");
        return step;
    }

    private PolicyTestStep words(String says) {
        return new PolicyTestStep(keys.line(), says, "", "{}", "", false, true, PERMIT);
    }

    private PolicyTestStep call() {
        String tool = keys.required("tool", "the tool's name, or says: with more words of the person who asked");
        String arguments = CanonicalJson.write(keys.values("args"));
        String failure = answer("fails");
        String answer = answer("returns");
        boolean fails = keys.has("fails");
        String returns = fails ? failure : answer;
        boolean approves = approves();
        return new PolicyTestStep(keys.line(), null, tool, arguments, returns, fails, approves, expected(approves));
    }

    /** Text as it is; anything else as JSON, as a tool would answer. */
    private String answer(String key) {
        Node node = keys.node(key);
        Object value = node == null ? "" : Plain.of(node);
        return value instanceof String text ? text : CanonicalJson.write(value);
    }

    private boolean approves() {
        String human = keys.text("human");
        if (human == null || human.equals("approves") || human.equals("declines")) {
            return !"declines".equals(human);
        }
        mistakes.add(keys.line(), "human: found \"" + human + "\", expected approves or declines");
        return true;
    }

    private Expectation expected(boolean approves) {
        Node node = keys.node("expect");
        if (node == null) {
            keys.missing("expect", "permit, deny, a reason code, or { decision: ..., asks: [...], rule: ... }");
            return PERMIT;
        }
        if (node instanceof Node.Fields) {
            return described(new Keys(node, "a map", mistakes), approves);
        }
        if (node instanceof Node.Items) {
            mistakes.add(
                    node.line(), "expect: found a list, expected whom is asked as { asks: " + Plain.of(node) + " }");
            return PERMIT;
        }
        return outcome(String.valueOf(Plain.of(node)), node.line(), null, null, null);
    }

    private Expectation described(Keys expect, boolean approves) {
        String decision = expect.text("decision");
        String reason = expect.text("reason");
        Set<String> asks = expect.node("asks") == null ? null : Set.copyOf(expect.texts("asks"));
        Set<String> unknown = expect.node("unknown") == null ? null : Set.copyOf(expect.texts("unknown"));
        String rule = expect.text("rule");
        if (!expect.has("decision")) {
            decision = implied(reason, asks, approves);
            if (decision == null) {
                expect.missing("decision", "permit or deny, or else reason or asks");
            }
        }
        expect.finish();
        if (decision == null) {
            return PERMIT;
        }
        boolean known = decision.equals("permit") || decision.equals("deny");
        if (!known || (decision.equals("permit") && reason != null)) {
            String found = "decision \"" + decision + "\"" + (reason == null ? "" : " with a reason");
            mistakes.add(
                    expect.line(), "expect: found " + found + ", expected permit, or deny with or without a reason");
        }
        return outcome(reason == null ? decision : reason, expect.line(), asks, unknown, rule);
    }

    /** Who is asked and approves permits; a reason is one to deny. Null where nothing says. */
    private static @Nullable String implied(@Nullable String reason, @Nullable Set<String> asks, boolean approves) {
        if (reason == null && asks == null) {
            return null;
        }
        return reason == null && approves ? "permit" : "deny";
    }

    private Expectation outcome(
            String word, int line, @Nullable Set<String> asks, @Nullable Set<String> unknown, @Nullable String rule) {
        if (word.equals("permit") || word.equals("deny")) {
            return new Expectation(word.equals("permit"), null, asks, unknown, rule);
        }
        ReasonCode reason = Reasons.code(word, line, mistakes);
        return new Expectation(false, reason, asks, unknown, rule);
    }
}
