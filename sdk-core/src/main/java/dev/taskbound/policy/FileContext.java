/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import dev.taskbound.conditions.Condition;
import dev.taskbound.conditions.ConditionEnvironment;
import dev.taskbound.conditions.ConditionException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the binders of one file share: its problems, its text, the names of its rules, its compiled conditions. */
final class FileContext {
    private static final ValueReader<RiskDecision.Choice> RISK = Values.choice(RiskDecision.Choice.class);

    private final Problems problems;
    private final String text;
    private final String ruleFile;
    private final Map<Scope, ConditionEnvironment> environments = new HashMap<>();
    private final WrittenConditions written;
    private final List<RiskDecision> risks = new ArrayList<>();

    /** @param ruleFile how rules name the file */
    FileContext(Problems problems, String text, String ruleFile) {
        this.problems = problems;
        this.text = text;
        this.ruleFile = ruleFile;
        this.written = new WrittenConditions(problems.file(), text);
    }

    Problems problems() {
        return problems;
    }

    /** How decisions name a rule: {@code file:line path}. */
    String rule(Place place) {
        return ruleFile + ":" + place.line() + " " + place.path();
    }

    /** The decision about the risk of what a section describes, if there is one. */
    Optional<RiskDecision> risk(Section section, @Nullable String owner) {
        if (section.node("risk").isEmpty()) {
            return Optional.empty();
        }
        Section risk = section.section("risk");
        RiskDecision.Choice decision = risk.required("decision", RISK);
        LocalDate reviewBy = risk.required("review_by", Values.DATE);
        String path = section.place().path().toString();
        RiskDecision found = new RiskDecision(path, owner, decision, risk.orNull("ticket", Values.TEXT), reviewBy);
        risks.add(found);
        risk.finish();
        return Optional.of(found);
    }

    WrittenConditions written() {
        return written;
    }

    List<RiskDecision> risks() {
        return risks;
    }

    /** A rule as it stands in the file, in canonical form. */
    String canonical(YamlNode node) {
        return problems.isEmpty() ? Canonical.text(node) : "";
    }

    /** The condition under a key; null if there is none, or it does not compile and was reported. */
    @Nullable
    Condition condition(Section section, String key, Scope scope) {
        Optional<YamlNode> node = section.node(key);
        if (node.isEmpty() || problems.isFull()) {
            return null;
        }
        String source = Values.CONDITION.read(node.get(), problems);
        return source.isEmpty() || !(node.get() instanceof YamlNode.Scalar scalar)
                ? null
                : compiled(section, scalar, scope);
    }

    private @Nullable Condition compiled(Section section, YamlNode.Scalar scalar, Scope scope) {
        try {
            Condition condition =
                    environments.computeIfAbsent(scope, Scope::environment).compile(scalar.text());
            written.add(condition, scalar, scope);
            return condition;
        } catch (ConditionException e) {
            if (endsInComment(scalar)) {
                problems.add(
                        scalar.place(),
                        "found a condition that ends at a #, which begins a comment, expected it quoted as a whole:"
                                + " \"...\"");
                return null;
            }
            if (isCutShort(scalar)) {
                section.cutShort();
                problems.add(
                        scalar.place(),
                        "found a condition that ends at a comma, expected it quoted as a whole: \"...\"");
                return null;
            }
            e.problems()
                    .forEach(problem -> problems.add(
                            ScalarPositions.find(text, scalar, problem.line(), problem.column()),
                            "in the condition: " + problem.message()));
            return null;
        }
    }

    private boolean endsInComment(YamlNode.Scalar scalar) {
        int end = text.offsetByCodePoints(0, scalar.start()) + scalar.text().length();
        return scalar.plain()
                && end <= text.length()
                && text.substring(end).stripLeading().startsWith("#")
                && !text.substring(end).lines().findFirst().orElse("").isBlank();
    }

    /** Inside { } a comma ends what is not quoted: an open parenthesis says that it did. */
    private static boolean isCutShort(YamlNode.Scalar scalar) {
        String condition = scalar.text();
        return scalar.plain()
                && condition.chars().filter(c -> c == '(').count()
                        > condition.chars().filter(c -> c == ')').count();
    }
}
