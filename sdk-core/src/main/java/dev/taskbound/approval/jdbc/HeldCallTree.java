/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.approval.jdbc;

import dev.taskbound.Action;
import dev.taskbound.ReasonCode;
import dev.taskbound.approval.Answer;
import dev.taskbound.approval.Ask;
import dev.taskbound.approval.HeldCall;
import dev.taskbound.approval.HumanDecision;
import dev.taskbound.internal.seal.Members;
import dev.taskbound.origin.FieldPath;
import dev.taskbound.origin.OriginTrail;
import dev.taskbound.policy.ArgumentType;
import dev.taskbound.policy.ToolProfile;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A held call as a tree, both ways: nothing of it is lost but what a {@link HeldCall} does not hold. */
final class HeldCallTree {
    private HeldCallTree() {}

    static Map<String, @Nullable Object> write(HeldCall call) {
        ReasonCode reason = call.reason();
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("id", call.id());
        tree.put("callId", call.callId());
        tree.put("callDigest", call.callDigest());
        tree.put("toolDigest", call.toolDigest());
        tree.put("policyName", call.policyName());
        tree.put("policyVersion", call.policyVersion());
        tree.put("basis", call.basis());
        tree.put("task", TaskTree.write(call.task()));
        tree.put("tool", tool(call.tool()));
        tree.put("arguments", call.arguments());
        tree.put("text", call.text());
        tree.put("purpose", call.purpose());
        tree.put("origins", call.origins());
        tree.put("trail", trail(call.trail()));
        tree.put("charges", numbers(call.charges()));
        tree.put("counts", numbers(call.counts()));
        tree.put("asks", call.asks().stream().map(HeldCallTree::ask).toList());
        tree.put("traceparent", call.traceparent());
        tree.put("heldAt", call.heldAt().toString());
        tree.put("status", call.status().name());
        tree.put("reason", reason == null ? null : reason.name());
        tree.put("claimant", call.claimant());
        return tree;
    }

    static HeldCall read(Members tree) {
        return new HeldCall(
                tree.text("id"),
                tree.text("callId"),
                tree.text("callDigest"),
                tree.text("toolDigest"),
                tree.text("policyName"),
                tree.text("policyVersion"),
                tree.text("basis"),
                TaskTree.read(tree.object("task")),
                tool(tree.object("tool")),
                tree.text("arguments"),
                tree.text("text"),
                tree.textOrNull("purpose"),
                tree.map("origins", Members::asTexts),
                trail(tree.object("trail")),
                tree.map("charges", number -> new BigDecimal(Members.asText(number))),
                tree.map("counts", number -> new BigDecimal(Members.asText(number))),
                tree.list("asks", ask -> ask(Members.of(ask))),
                tree.textOrNull("traceparent"),
                tree.time("heldAt"),
                tree.oneOf(HeldCall.Status.class, "status"),
                tree.textOrNull("reason") == null ? null : tree.oneOf(ReasonCode.class, "reason"),
                tree.textOrNull("claimant"));
    }

    private static Map<String, @Nullable Object> tool(ToolProfile tool) {
        Map<String, String> arguments = new LinkedHashMap<>();
        tool.arguments().forEach((name, type) -> arguments.put(name, type.word()));
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("key", tool.key());
        tree.put("action", tool.action().name());
        tree.put("destination", tool.destination());
        tree.put("arguments", arguments);
        tree.put("control", tool.control());
        tree.put("trusted", tool.trustedResult());
        tree.put("labels", List.copyOf(tool.labels()));
        tree.put("describe", tool.describe());
        tree.put(
                "trustedFields",
                tool.trustedFields().stream().map(FieldPath::toString).toList());
        return tree;
    }

    private static ToolProfile tool(Members tree) {
        return new ToolProfile(
                tree.text("key"),
                tree.oneOf(Action.class, "action"),
                tree.textOrNull("destination"),
                tree.map("arguments", HeldCallTree::type),
                tree.list("control", Members::asText),
                tree.flag("trusted"),
                tree.texts("labels"),
                tree.textOrNull("describe"),
                tree.list("trustedFields", HeldCallTree::field));
    }

    private static ArgumentType type(@Nullable Object word) {
        return ArgumentType.of(Members.asText(word))
                .orElseThrow(() -> new IllegalArgumentException("found no type of an argument"));
    }

    private static FieldPath field(@Nullable Object text) {
        return FieldPath.parse(Members.asText(text))
                .orElseThrow(() -> new IllegalArgumentException("found no path of a field"));
    }

    private static Map<String, Object> trail(OriginTrail trail) {
        return Map.of(
                "known", pairs(trail.known()),
                "labels", pairs(trail.labels()),
                "labelsSeen", List.copyOf(trail.labelsSeen()),
                "labelsOfForgotten", List.copyOf(trail.labelsOfForgotten()));
    }

    private static OriginTrail trail(Members tree) {
        return new OriginTrail(
                sets(tree, "known"), sets(tree, "labels"), tree.texts("labelsSeen"), tree.texts("labelsOfForgotten"));
    }

    /** Not as an object: values of a call may be longer than a JSON name may be. */
    private static List<List<Object>> pairs(Map<String, Set<String>> sets) {
        List<List<Object>> pairs = new ArrayList<>();
        sets.forEach((value, names) -> pairs.add(List.of(value, List.copyOf(names))));
        return pairs;
    }

    private static Map<String, Set<String>> sets(Members tree, String name) {
        Map<String, Set<String>> sets = new HashMap<>();
        for (Map.Entry<String, Set<String>> pair : tree.list(name, HeldCallTree::pair)) {
            sets.put(pair.getKey(), pair.getValue());
        }
        return sets;
    }

    private static Map.Entry<String, Set<String>> pair(@Nullable Object value) {
        if (value instanceof List<?> pair && pair.size() == 2) {
            return Map.entry(Members.asText(pair.get(0)), Set.copyOf(Members.asTexts(pair.get(1))));
        }
        throw new IllegalArgumentException("expected a value and its names");
    }

    /** As text: a JSON number would not hold every amount. */
    private static Map<String, String> numbers(Map<String, BigDecimal> numbers) {
        Map<String, String> texts = new LinkedHashMap<>();
        numbers.forEach((key, number) -> texts.put(key, number.toString()));
        return texts;
    }

    private static Map<String, @Nullable Object> ask(Ask ask) {
        HumanDecision decision = ask.decision();
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("by", ask.by());
        tree.put("rule", ask.rule());
        tree.put("expiresAt", ask.expiresAt().toString());
        tree.put("rememberable", ask.rememberable());
        tree.put("grantKey", ask.grantKey());
        tree.put("decision", decision == null ? null : decision(decision));
        return tree;
    }

    private static Ask ask(Members tree) {
        Members decision = tree.objectOrNull("decision");
        return new Ask(
                tree.text("by"),
                tree.text("rule"),
                tree.time("expiresAt"),
                tree.flag("rememberable"),
                tree.text("grantKey"),
                decision == null ? null : decision(decision));
    }

    private static Map<String, Object> decision(HumanDecision decision) {
        return Map.of(
                "answer", decision.answer().name(),
                "by", decision.by(),
                "verifiedBy", decision.verifiedBy(),
                "reason", decision.reason(),
                "remember", decision.remember(),
                "at", decision.at().toString());
    }

    private static HumanDecision decision(Members tree) {
        return new HumanDecision(
                tree.oneOf(Answer.class, "answer"),
                tree.text("by"),
                tree.text("verifiedBy"),
                tree.text("reason"),
                tree.flag("remember"),
                tree.time("at"));
    }
}
